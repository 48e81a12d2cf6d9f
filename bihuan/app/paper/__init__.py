"""Official documents as files: DOCX and PDF in the order and with the page of GB/T 9704-2012. Counts nothing."""
