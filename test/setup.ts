// ONNX Runtime reads external data only below the working directory, so tests that run a session in
// their own process work from the root, as the engine process does.
process.chdir("/");
