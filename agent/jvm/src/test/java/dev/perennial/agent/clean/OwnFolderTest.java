package dev.perennial.agent.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another user's folders and links are tried where this process is root, who can make them. */
final class OwnFolderTest {
  private static final int ANOTHER = 12_345;

  @TempDir Path temporary;
  private int self;
  private Path way;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    self = user(temporary);
    way = Files.createDirectory(temporary.toRealPath().resolve("way"));
    folder = Files.createDirectory(way.resolve("folder"));
  }

  /** Returns whom the kernel takes this process for. */
  static int user(Path where) throws IOException {
    Path probe = Files.createTempFile(where, "user", null);
    try {
      return (int) Files.getAttribute(probe, "unix:uid");
    } finally {
      Files.delete(probe);
    }
  }

  private void give(Path path) throws IOException {
    if (self != 0) {
      skip("only root can give a file to another user");
    }
    Files.setAttribute(path, "unix:uid", ANOTHER, LinkOption.NOFOLLOW_LINKS);
  }

  private static void skip(String why) {
    System.out.println("SKIPPED: " + why);
    Assumptions.abort(why);
  }

  private void refused(Path path, String why) {
    assertThatThrownBy(() -> OwnFolder.find(path, self))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aWayOfOnesOwnIsFollowedToItsEnd() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), way);

    assertThat(OwnFolder.find(folder, self)).isEqualTo(folder);
    assertThat(OwnFolder.find(link.resolve("./folder/../folder"), self)).isEqualTo(folder);
  }

  @Test
  void anotherUsersFolderIsRefused() throws IOException {
    give(folder);

    refused(folder, folder + " belongs to user 12345, this process is user 0");
  }

  @Test
  void aFolderInAnotherUsersFolderIsRefused() throws IOException {
    give(way);

    refused(folder, way + " belongs to user 12345");
  }

  @Test
  void anotherUsersLinkOnTheWayIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(temporary.toRealPath().resolve("link"), way);
    give(link);

    refused(link.resolve("folder"), link + " belongs to user 12345");
  }

  @Test
  void aFolderThatAnybodyCouldReplaceIsRefusedUnlessItIsSticky() throws IOException {
    Files.setPosixFilePermissions(way, PosixFilePermissions.fromString("rwxrwxrwx"));
    refused(folder, way + " can be written by everybody");

    Files.setAttribute(way, "unix:mode", 01777);
    assertThat(OwnFolder.find(folder, self)).isEqualTo(folder);
  }

  /** Root's own group is as good as root; the folder itself may be written by whomever. */
  @Test
  void aFolderThatAGroupCouldReplaceIsRefused() throws IOException {
    if (self != 0) {
      skip("only root can give a folder to a group that it is not in");
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
    Files.setPosixFilePermissions(way, PosixFilePermissions.fromString("rwxrwx---"));
    Files.setAttribute(way, "unix:gid", 0);
    assertThat(OwnFolder.find(folder, self)).isEqualTo(folder);

    Files.setAttribute(way, "unix:gid", ANOTHER);

    refused(
        folder,
        way
            + " can be written by group 12345, who could put another folder in its place; run:"
            + " chmod g-w "
            + way);
    Files.setAttribute(way, "unix:uid", ANOTHER);
    Files.setAttribute(folder, "unix:uid", ANOTHER);
    assertThat(OwnFolder.find(folder, ANOTHER)).as("a group of one's own").isEqualTo(folder);
    Files.setAttribute(way, "unix:uid", self);
    Files.setAttribute(folder, "unix:uid", self);
    Files.setAttribute(way, "unix:mode", 01770);
    assertThat(OwnFolder.find(folder, self)).isEqualTo(folder);
  }

  @Test
  void aCircleOfLinksEnds() throws IOException {
    Path one = temporary.resolve("one");
    Path other = temporary.resolve("other");
    Files.createSymbolicLink(one, other);
    Files.createSymbolicLink(other, one);

    refused(one.resolve("folder"), "leads round in a circle");
  }

  @Test
  void whatIsNoFolderIsRefused() throws IOException {
    refused(Files.createFile(way.resolve("file")).resolve("below"), "is no folder");
    refused(Files.createSymbolicLink(way.resolve("link"), folder), "is a link");
    assertThatThrownBy(() -> OwnFolder.find(way.resolve("missing"), self))
        .isInstanceOf(NoSuchFileException.class);
  }
}
