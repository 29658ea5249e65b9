package dev.perennial.agent.clean;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Finds a folder by a way that nobody else can turn aside: each folder and each link on it is this
 * user's or root's, and nobody else can put another one in its place. The folder itself is no link.
 */
final class OwnFolder {
  private static final int MOST_LINKS = 40;
  private static final int TYPE = 0170000;
  private static final int LINK = 0120000;
  private static final int FOLDER = 0040000;
  private static final int STICKY = 0001000;
  private static final int WRITTEN_BY_ALL = 0000002;
  private static final int WRITTEN_BY_GROUP = 0000020;
  private static final int ROOT = 0;

  private final int self;
  private final Deque<Path> names = new ArrayDeque<>();
  private Path at;
  private int links;

  private OwnFolder(Path folder, int self) {
    this.self = self;
    this.at = folder.getRoot();
    goOnWith(folder);
  }

  /**
   * Returns the folder's path without links.
   *
   * @param folder absolute
   * @param self the user id of this process
   * @throws IOException if the way to it is not safe; says what to change
   */
  static Path find(Path folder, int self) throws IOException {
    OwnFolder way = new OwnFolder(folder, self);
    while (!way.names.isEmpty()) {
      way.step();
    }
    return way.at;
  }

  private void goOnWith(Path path) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      names.push(path.getName(i));
    }
  }

  private void step() throws IOException {
    Path name = names.pop();
    if (name.toString().isEmpty() || name.toString().equals(".")) {
      return;
    }
    if (name.toString().equals("..")) {
      at = at.getParent() == null ? at : at.getParent();
      return;
    }
    Path next = at.resolve(name);
    Map<String, Object> facts =
        Files.readAttributes(next, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    int owner = (int) facts.get("uid");
    if (owner != self && owner != ROOT) {
      throw new IOException(next + " belongs to user " + owner + ", this process is user " + self);
    }
    int mode = (int) facts.get("mode");
    if ((mode & TYPE) == LINK) {
      follow(next);
    } else if ((mode & TYPE) != FOLDER) {
      throw new IOException(next + " is no folder");
    } else {
      if (!names.isEmpty() && (mode & STICKY) == 0) {
        checkWriters(next, mode, (int) facts.get("gid"));
      }
      at = next;
    }
  }

  /** A user's own group, which nobody else is in, has the number of the user; root's is as root. */
  private void checkWriters(Path folder, int mode, int group) throws IOException {
    if ((mode & WRITTEN_BY_ALL) != 0) {
      throw new IOException(
          folder + " can be written by everybody, who could put another folder in its place");
    }
    if ((mode & WRITTEN_BY_GROUP) != 0 && group != ROOT && group != self) {
      throw new IOException(
          folder
              + " can be written by group "
              + group
              + ", who could put another folder in its place; run: chmod g-w "
              + folder);
    }
  }

  private void follow(Path link) throws IOException {
    if (names.isEmpty()) {
      throw new IOException(link + " is a link; name the folder that it leads to");
    }
    if (++links > MOST_LINKS) {
      throw new IOException(link + " leads round in a circle");
    }
    Path target = Files.readSymbolicLink(link);
    if (target.isAbsolute()) {
      at = target.getRoot();
    }
    goOnWith(target);
  }
}
