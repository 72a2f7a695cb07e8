DROP TABLE document_receipts;
DROP TABLE recommendation_addressees;
DROP TABLE recommendations;
DROP TABLE document_versions;
DROP TABLE final_documents;
