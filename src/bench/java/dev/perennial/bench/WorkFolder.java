package dev.perennial.bench;

import dev.perennial.testing.cluster.Folders;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a bench's servers: deleted when it is done, left and named where it has failed. */
final class WorkFolder {
  private WorkFolder() {}

  /** What is done in it. */
  interface Bench {
    void run(Path work) throws Exception;
  }

  /** Runs a bench, and returns the exit status of one that is done. */
  static int with(Bench bench) throws Exception {
    Path work = Files.createTempDirectory("perennial-bench");
    boolean done = false;
    try {
      bench.run(work);
      done = true;
    } finally {
      if (done) {
        Folders.delete(work);
      } else {
        System.err.println("bench: failed; the servers' files are in " + work);
      }
    }
    return 0;
  }
}
