DROP TABLE document_receipts, recommendation_addressees, recommendations, document_versions, final_documents;
DROP FUNCTION refuse_document_change(), refuse_after_sending(), refuse_receipt_change();
