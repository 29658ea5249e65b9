package dev.perennial.coordinator.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSecretTest {
  private static final String LONG_ENOUGH = "mZ4tq0LwX9cRb7Ke";

  @TempDir Path home;

  @Test
  void theFileIsPreferredToTheEnvironment() throws Exception {
    Path file = file("rw-------");

    ClusterSecret secret =
        ClusterSecret.resolve(file, "another secret, also long", home, "perennial");

    assertThat(secret.configured()).isTrue();
    assertThat(secret.source()).contains(file.toString());
    assertThat(secret.derive("x")).isEqualTo(ClusterSecret.of(LONG_ENOUGH).derive("x"));
  }

  @Test
  void theEnvironmentIsTakenWithoutAFile() {
    ClusterSecret secret = ClusterSecret.resolve(null, LONG_ENOUGH, home, "perennial");

    assertThat(secret.configured()).isTrue();
    assertThat(secret.source()).contains("PERENNIAL_SECRET");
  }

  @Test
  void eachPurposeHasAKeyOfItsOwn() {
    ClusterSecret secret = ClusterSecret.of(LONG_ENOUGH);

    assertThat(secret.derive("members")).hasSize(32).isNotEqualTo(secret.derive("state"));
  }

  @Test
  void eachClusterHasKeysOfItsOwn() {
    assertThat(ClusterSecret.resolve(null, LONG_ENOUGH, home, "shop").derive("members"))
        .isNotEqualTo(ClusterSecret.of(LONG_ENOUGH).derive("members"));
  }

  /** Computed by another implementation of PBKDF2 (Python's), so that all versions stay alike. */
  @Test
  void theKeyIsStretched() throws Exception {
    byte[] stretched =
        HexFormat.of().parseHex("803ccd46c7998ee4d9358d07e812f62079482303755e275ad46e04f108012949");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(stretched, "HmacSHA256"));

    assertThat(ClusterSecret.of(LONG_ENOUGH).derive("members"))
        .isEqualTo(mac.doFinal("perennial:members".getBytes(UTF_8)));
  }

  @Test
  void aSecretThatCanBeGuessedIsRefusedWithHowToMakeABetterOne() {
    String weak = "changeme-changeme";

    assertThatThrownBy(() -> ClusterSecret.resolve(null, weak, home, "perennial"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("the secret from the environment variable PERENNIAL_SECRET can be")
        .hasMessageContaining("head -c 32 /dev/urandom | base64")
        .hasMessageNotContaining(weak);
  }

  @Test
  void aShortSecretIsRefusedWithTheMinimumAndHowToMakeOne() {
    assertThatThrownBy(() -> ClusterSecret.resolve(null, "fifteen letters", home, "perennial"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("PERENNIAL_SECRET")
        .hasMessageContaining("15")
        .hasMessageContaining("16")
        .hasMessageContaining("/dev/urandom")
        .hasMessageNotContaining("fifteen letters");
  }

  @Test
  void anUnreadableFileIsNamed() {
    Path missing = home.resolve("missing");

    assertThatThrownBy(() -> ClusterSecret.resolve(missing, null, home, "perennial"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("perennial.secret.file")
        .hasMessageContaining(missing.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw----r--", "rw-rw----", "rw-----w-", "rw-r--r--"})
  void aFileThatOthersCanReadOrChangeIsRefusedWithWhatIsAllowed(String permissions)
      throws Exception {
    Path file = file(permissions);

    assertThatThrownBy(() -> ClusterSecret.resolve(file, null, home, "perennial"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("perennial.secret.file: " + file)
        .hasMessageContaining(permissions + "; at most rw-r----- is allowed")
        .hasMessageContaining("chmod 600 " + file)
        .hasMessageNotContaining(LONG_ENOUGH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r--------", "rw-------", "r--r-----", "rw-r-----"})
  void aFileThatTheGroupMayReadIsTaken(String permissions) throws Exception {
    assertThat(ClusterSecret.resolve(file(permissions), null, home, "perennial").configured())
        .isTrue();
  }

  /** Its permissions are those that are wanted; its owner could change them, and it. */
  @Test
  void aFileOfAnotherUserIsRefusedWithWhoseItIs() throws Exception {
    Path file = giveToAnother(file("r--r-----"));

    assertThatThrownBy(() -> ClusterSecret.resolve(file, null, home, "perennial"))
        .isInstanceOf(SecretException.class)
        .hasMessage(
            "perennial.secret.file: %s belongs to user 12345, who can change it; this process is"
                + " user 0; run: chown 0 %s",
            file, file);
    assertThatThrownBy(() -> SecretFile.read("perennial.http.token-file", file))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("perennial.http.token-file: " + file + " belongs to user 12345");
  }

  @Test
  void aUsersOwnSecretThatIsAnothersIsRefused() throws Exception {
    ClusterSecret.resolve(null, null, home, "perennial");
    giveToAnother(home.resolve(".perennial/secret"));

    assertThatThrownBy(() -> ClusterSecret.resolve(null, null, home, "perennial"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("belongs to user 12345, who can change it");
  }

  private static Path giveToAnother(Path file) throws Exception {
    if (!Files.getAttribute(file, "unix:uid").equals(0)) {
      String skipped = "SKIPPED: only root can give a file to another user";
      System.out.println(skipped);
      Assumptions.abort(skipped);
    }
    return Files.setAttribute(file, "unix:uid", 12_345);
  }

  @Test
  void theSecretBeforeIsAcceptedWhileItsFileIsThere() throws Exception {
    ClusterSecret own = ClusterSecret.of("Qk3xv8TrW1nZ0hYd");
    Path before = home.resolve("s");
    assertThat(own.accepting(before).previousSource()).isEmpty();

    file("rw-------");
    ClusterSecret both = own.accepting(before);

    assertThat(both.previousSource()).isEqualTo("the file " + before);
    assertThat(both.derive("x")).isEqualTo(own.derive("x"));
    assertThat(both.keys("x").prove(key -> key))
        .startsWith(own.derive("x"))
        .endsWith(ClusterSecret.of(LONG_ENOUGH).derive("x"));
    assertThat(ClusterSecret.of(LONG_ENOUGH).accepting(before).previousSource()).isEmpty();
  }

  @Test
  void aSecretBeforeThatOthersCanReadIsRefused() throws Exception {
    Path before = file("rw-r--r--");

    assertThatThrownBy(() -> ClusterSecret.of("Qk3xv8TrW1nZ0hYd").accepting(before))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("perennial.secret.previous-file: " + before)
        .hasMessageContaining("chmod 600");
  }

  private Path file(String permissions) throws IOException {
    Path file = Files.writeString(home.resolve("s"), LONG_ENOUGH + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void withoutAnyTheUsersOwnIsMadeForItsEyesOnlyAndKept() throws Exception {
    ClusterSecret first = ClusterSecret.resolve(null, null, home, "perennial");
    ClusterSecret second = ClusterSecret.resolve(null, null, home, "perennial");

    Path file = home.resolve(".perennial/secret");
    assertThat(first.configured()).isFalse();
    assertThat(first.derive("x")).isEqualTo(second.derive("x"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    try (var left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void serversThatStartTogetherAgreeOnOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<byte[]> resolve =
          () -> ClusterSecret.resolve(null, null, home, "perennial").derive("x");
      var keys = threads.invokeAll(List.of(resolve, resolve, resolve, resolve, resolve, resolve));

      for (var key : keys) {
        assertThat(key.get()).isEqualTo(keys.get(0).get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theUsersOwnIsRefusedIfOthersCanReadIt() throws Exception {
    Path file = Files.createDirectory(home.resolve(".perennial")).resolve("secret");
    Files.writeString(file, LONG_ENOUGH);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> ClusterSecret.resolve(null, null, home, "perennial"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("rw-r--r--")
        .hasMessageContaining("chmod 600");
  }

  @Test
  void theUsersOwnIsRefusedIfItIsALink() throws Exception {
    Path target = Files.writeString(home.resolve("target"), LONG_ENOUGH);
    Path file = Files.createDirectory(home.resolve(".perennial")).resolve("secret");
    Files.createSymbolicLink(file, target);

    assertThatThrownBy(() -> ClusterSecret.resolve(null, null, home, "perennial"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("not an ordinary file");
  }

  @Test
  void nothingPrintsTheSecret() {
    assertThat(ClusterSecret.of(LONG_ENOUGH).toString().getBytes(UTF_8))
        .asString()
        .doesNotContain(LONG_ENOUGH);
  }
}
