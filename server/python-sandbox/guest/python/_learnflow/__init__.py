"""The Python side of the sandbox. Nothing here may be trusted by the host: student code shares this interpreter."""
