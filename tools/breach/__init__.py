"""The register of breaches of personal data, which the data protection officer keeps."""
