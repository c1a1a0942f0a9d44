# sanderling_schema(): see schema/README.md.
