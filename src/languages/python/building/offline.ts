// The offline switches of Python's tools that are variables; pip's are in a file, see `after-setup/`.

/** `uv run` must not try to update its environment first. */
export const offline = { UV_NO_SYNC: '1', UV_OFFLINE: '1', PDM_CHECK_UPDATE: 'false' };
