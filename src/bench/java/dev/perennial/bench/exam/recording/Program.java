package dev.perennial.bench.exam.recording;

import dev.perennial.testing.cluster.Tomcat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is recorded. */
enum Program {
  /** Our sample application; the only one that can be made to leak. */
  SHOP("/"),
  /** The examples of an unmodified Tomcat. */
  TOMCAT("/examples/servlets/servlet/SessionExample"),
  /** The JDK's own compiler, over and over. */
  COMPILER(""),
  /** The H2 database in memory, full of rows. */
  DATABASE(""),
  /** A cache that fills and then stays. */
  CACHE(""),
  /** More and more is kept, until nothing but collections runs. */
  SPIRAL("");

  /** What clients ask for; empty if it is no server. */
  final String path;

  Program(String path) {
    this.path = path;
  }

  /** Returns whether it ages without being made to. */
  boolean ages() {
    return this == SPIRAL;
  }

  boolean isServer() {
    return !path.isEmpty();
  }

  /**
   * Returns what follows the JVM's options on the command line.
   *
   * @param base the process's own folder
   * @param port that it serves at
   */
  List<String> command(Path base, int port) throws IOException {
    Tomcat tomcat = new Tomcat(Path.of(System.getProperty("bench.tomcat", "")));
    String shop = System.getProperty("bench.shop", "");
    String own = System.getProperty("java.class.path");
    switch (this) {
      case SHOP:
        Files.createDirectories(base.resolve("temp"));
        return List.of(
            "-Djava.io.tmpdir=" + base.resolve("temp"),
            "-Dshop.port=" + port,
            "-cp",
            shop,
            "dev.perennial.sample.shop.ShopServer");
      case TOMCAT:
        tomcat.lay(base, port);
        return tomcat.command(base);
      case COMPILER:
        return List.of("-cp", own, CompilerLoop.class.getName(), base.toString());
      case DATABASE:
        return List.of("-cp", own, DatabaseLoop.class.getName());
      case CACHE:
        return List.of("-cp", own, CacheLoop.class.getName());
      case SPIRAL:
        return List.of("-cp", own, SpiralLoop.class.getName());
    }
    throw new AssertionError(this);
  }
}
