package dev.perennial.e2e;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Folders;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.Tomcat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Clusters of Tomcats, as most of the tests begin with them. */
final class Clusters {
  /**
   * Nearly halves the processor time that a server takes to start. What both compilers make of the
   * agent is seen by {@link ReadmeIT}, by the demo and by {@code src/bench}.
   */
  static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private Clusters() {}

  /**
   * Returns a cluster without servers, active-standby and supervised.
   *
   * @param test names the folder that the servers' files are in
   * @param tomcat major version of the distribution
   */
  static Cluster of(String test, String tomcat) throws IOException {
    Path work = TestSetup.work().resolve(test + "-" + tomcat);
    Folders.delete(work);
    Files.createDirectories(work);
    Cluster cluster =
        new Cluster(
            work, TestSetup.java(), TestSetup.agentJar(), new Tomcat(TestSetup.tomcat(tomcat)));
    cluster.jvmOptions.addAll(List.of("-Xmx256m", QUICK_START));
    return cluster
        .with("perennial.mode", "active-standby")
        .with("perennial.action", "supervised")
        .with("perennial.warmup", "1s");
  }

  /**
   * Returns two primaries and a spare on Tomcat 11, with an application that shows its sessions;
   * not started yet.
   */
  static Cluster withProbes(String test) throws IOException {
    Cluster cluster = of(test, "11");
    for (String name : List.of("s1", "s2", "s3")) {
      Server added = cluster.add(name, name.equals("s3") ? "spare" : "primary");
      WebApp.lay(cluster, added, "probe", List.of("Probe.java"));
    }
    return cluster;
  }
}
