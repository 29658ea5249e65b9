package dev.perennial.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Servers that ask for certificates hand over, renew theirs, and let nobody else in. */
@Timeout(900)
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
final class MemberCertificatesIT {
  private static final String PASSWORD = "the password of this test";
  private static final String SHOWS = "this server shows the certificate of CN=";

  @TempDir Path work;

  @Test
  void aClusterWithCertificatesHandsOverAndLetsNobodyInWithoutOne() throws Exception {
    authority("ours");
    authority("theirs");
    try (Cluster cluster = Clusters.of("certificates", "11")) {
      Server s1 = certified(cluster.add("s1", "primary"), "ours");
      Server s2 = certified(cluster.add("s2", "spare"), "ours");
      WebApp.layTokens(cluster);
      cluster.start();
      assertThat(s1.agentLog()).contains(SHOWS + "s1");
      try (SessionLoad load = new SessionLoad(3, 2, 0, () -> Route.to(() -> s1.httpPort))) {
        load.awaitMore(50);
        renew(s2, "ours", "s2-renewed");

        cluster.rejuvenate(s1);
        cluster.awaitMember(s1);
        load.awaitMore(50);
        cluster.rejuvenate(s2);
        cluster.awaitMember(s2);

        load.finish(s1.httpPort).requireNoneFailed();
      }
      assertThat(s2.agentLog()).contains(SHOWS + "s2-renewed");

      cluster.start(cluster.add("plain", "spare"));
      cluster.awaitSaid("the peer takes servers with a certificate alone");
      Server other = certified(cluster.add("other", "spare"), "theirs");
      // It asks for nothing, as whoever wants to get in does.
      other.settings.put("perennial.cluster.certificates", "offered");
      cluster.start(other);
      cluster.awaitSaid("the certificate of CN=other is not taken: it is signed by no authority");

      for (Server server : List.of(s1, s2)) {
        assertThat(server.agentLog()).doesNotContain(PASSWORD);
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors"))
            .as(server.name)
            .isEqualTo(0L);
      }
    }
  }

  private Server certified(Server server, String authority) throws Exception {
    renew(server, authority, server.name);
    Path password = server.base.resolve("password");
    secret(password, PASSWORD.getBytes(UTF_8));
    Path trust = server.base.resolve("ca.pem");
    Files.copy(work.resolve(authority + ".pem"), trust);
    Files.setPosixFilePermissions(trust, PosixFilePermissions.fromString("rw-r--r--"));
    server.settings.put("perennial.cluster.keystore", store(server).toString());
    server.settings.put("perennial.cluster.keystore.password-file", password.toString());
    server.settings.put("perennial.cluster.truststore", trust.toString());
    return server;
  }

  private static Path store(Server server) {
    return server.base.resolve("own.p12");
  }

  private static void secret(Path file, byte[] bytes) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.createFile(
        aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(aside, bytes);
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private void authority(String name) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        "ca",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "bc:c=ca:true",
        "-validity",
        "999",
        "-keystore",
        file(name + ".p12"));
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "ca",
        "-keystore",
        file(name + ".p12"),
        "-file",
        file(name + ".pem"));
  }

  /** Puts a new certificate into a server's file, as a whole. */
  private void renew(Server server, String authority, String name) throws Exception {
    String store = file(name + ".p12");
    keytool(
        "-genkeypair",
        "-alias",
        "own",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-keystore",
        store);
    keytool("-certreq", "-alias", "own", "-keystore", store, "-file", file(name + ".csr"));
    keytool(
        "-gencert",
        "-rfc",
        "-alias",
        "ca",
        "-keystore",
        file(authority + ".p12"),
        "-validity",
        "365",
        "-infile",
        file(name + ".csr"),
        "-outfile",
        file(name + ".pem"));
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "ca",
        "-keystore",
        store,
        "-file",
        file(authority + ".pem"));
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "own",
        "-keystore",
        store,
        "-file",
        file(name + ".pem"));
    secret(store(server), Files.readAllBytes(Path.of(store)));
  }

  private String file(String name) {
    return work.resolve(name).toString();
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
