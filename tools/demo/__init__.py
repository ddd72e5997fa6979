"""The main job, played against a running stack as clients would: over HTTP, with the code from the SMS inbox."""
