import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Downloads the Maven distribution that {@code maven.properties} pins and checks its SHA-512. Run by
 * {@code mvnw} as a single-file source program, so a JDK is all that a fresh machine needs.
 */
final class FetchMaven {
  private FetchMaven() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException("usage: FetchMaven VERSION SHA512 TARGET.tar.gz");
    }
    String base =
        System.getenv().getOrDefault("MVNW_REPOURL", "https://repo.maven.apache.org/maven2");
    URL url =
        URI.create(
                base
                    + "/org/apache/maven/apache-maven/"
                    + args[0]
                    + "/apache-maven-"
                    + args[0]
                    + "-bin.tar.gz")
            .toURL();
    Path target = Path.of(args[2]);
    Path part = Files.createTempFile(target.getParent(), "maven", ".part");
    try {
      System.err.println("mvnw: downloading " + url);
      String found = download(url, part);
      if (!found.equals(args[1])) {
        throw new IOException("checksum of " + url + " is " + found + ", expected " + args[1]);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String download(URL url, Path target) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-512");
    try (InputStream in = new DigestInputStream(url.openStream(), digest)) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
