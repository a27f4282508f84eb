"""OpenAPI over the services and permissions of the pages; tokens by which programs act for people."""
