package dev.perennial.agent.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.StartFile;
import dev.perennial.agent.container.StartFile.Kind;
import dev.perennial.agent.restart.Veto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartFileWatchTest {
  private static final long DEPLOYED = Instant.parse("2026-11-30T10:31:20Z").toEpochMilli();
  private static final String SINCE = " since 2026-11-30 10:31";

  @TempDir Path folder;
  private final List<StartFile> files = new ArrayList<>();
  private final StartFileWatch watch = new StartFileWatch(() -> files, ZoneOffset.UTC);
  private Path base;
  private Path war;
  private Path server;

  @BeforeEach
  void deploy() throws IOException {
    base = folder.resolve("webapps/shop");
    war = folder.resolve("webapps/shop.war");
    write(base.resolve("WEB-INF/lib/core.jar"), "1");
    write(base.resolve("WEB-INF/classes/org/Shop.class"), "1");
    write(base.resolve("WEB-INF/web.xml"), "<web-app/>");
    server = write(folder.resolve("conf/server.xml"), "<Server/>");
    files.add(new StartFile(Kind.CONFIGURATION, "", server, 0));
    files.add(new StartFile(Kind.APPLICATIONS, "", folder.resolve("webapps"), 0));
    files.add(new StartFile(Kind.APPLICATION, "/shop", base, DEPLOYED));
    files.add(new StartFile(Kind.APPLICATION, "/shop", war, DEPLOYED));
    assertThat(watch.look()).isEmpty();
  }

  @Test
  void whatAnApplicationWritesIsNoOtherVersion() throws IOException {
    write(base.resolve("index.jsp"), "2");
    write(base.resolve("WEB-INF/classes/log.txt"), "2");
    write(base.resolve("uploads/a.war"), "2");

    assertThat(watch.look()).isEmpty();
  }

  @Test
  void anArchiveLaidBesideTheFolderIsAnotherVersion() throws IOException {
    write(war, "2");

    assertChanged("a restart would deploy another version of /shop: shop.war is new" + SINCE);
  }

  @Test
  void eachPartOfAFolderIsNamed() throws IOException {
    write(base.resolve("WEB-INF/lib/core.jar"), "22");
    assertChanged(
        "a restart would deploy another version of /shop: shop/WEB-INF/lib/core.jar has changed"
            + SINCE);

    write(base.resolve("WEB-INF/lib/more.jar"), "2");
    Files.delete(base.resolve("WEB-INF/web.xml"));
    Files.setLastModifiedTime(
        base.resolve("WEB-INF/classes/org/Shop.class"), FileTime.fromMillis(1000));
    assertChanged(
        "a restart would deploy another version of /shop: shop/WEB-INF/classes has changed,"
            + " shop/WEB-INF/lib/core.jar has changed, shop/WEB-INF/lib/more.jar is new and 1 more"
            + SINCE);
  }

  @Test
  void whatIsDeployedAnewInTheRunningContainerIsNoChange() throws IOException {
    write(war, "2");
    assertThat(watch.look()).hasSize(1);

    files.removeIf(file -> file.kind() == Kind.APPLICATION);
    files.add(new StartFile(Kind.APPLICATION, "/shop", base, DEPLOYED + 60_000));
    files.add(new StartFile(Kind.APPLICATION, "/shop", war, DEPLOYED + 60_000));

    assertThat(watch.look()).isEmpty();
  }

  @Test
  void anApplicationThatDoesNotRunYetWouldBeDeployed() throws IOException {
    write(folder.resolve("webapps/blog.war"), "1");
    write(folder.resolve("webapps/readme.txt"), "1");

    assertChanged("a restart would deploy blog.war, new in " + folder.resolve("webapps"));
  }

  @Test
  void whatIsGoneIsNamed() throws IOException {
    write(war, "1");
    files.add(new StartFile(Kind.APPLICATION, "/other", write(folder.resolve("o.war"), "1"), 0));
    watch.look();

    Files.delete(folder.resolve("o.war"));

    assertThat(watch.look())
        .extracting(Veto::text)
        .anyMatch(text -> text.contains("another version of /other: o.war is gone"));
  }

  @Test
  void aConfigurationThatIsNotWellFormedStartsNothing() throws IOException {
    write(server, "<Server>\n<Service>\n</Server>");

    assertThat(watch.look())
        .extracting(Veto::kind)
        .containsExactly(Veto.Kind.IMPOSSIBLE, Veto.Kind.CHANGED);
    assertThat(watch.look().get(0).text())
        .startsWith(server + " is not well-formed: line 3: ")
        .contains("Service");

    write(server, "<Server port='1'/>");
    assertChanged(server + " has changed since the start");

    Files.delete(server);
    assertThat(watch.look())
        .containsExactly(
            new Veto(
                Veto.Kind.IMPOSSIBLE,
                server + " is gone: without it the container does not start"));
  }

  @Test
  void nothingElseIsReadForIt() throws IOException {
    Path secret = write(folder.resolve("secret"), "<broken");
    write(
        server,
        "<!DOCTYPE Server [<!ENTITY more SYSTEM '"
            + secret.toUri()
            + "'>]><Server>&more;</Server>");

    assertChanged(server + " has changed since the start");
  }

  private void assertChanged(String text) {
    assertThat(watch.look()).containsExactly(new Veto(Veto.Kind.CHANGED, text));
    assertThat(watch.last()).containsExactly(new Veto(Veto.Kind.CHANGED, text));
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
