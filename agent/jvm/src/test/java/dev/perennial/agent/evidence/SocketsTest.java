package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SocketsTest {
  private static final String TCP =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 100 1 0 10 0
         1: 0500000A:1F90 0700000A:C350 08 00000000:00000000 00:00000000 00000000     0        0 101 1 0 10 0
         2: 0500000A:C351 0900000A:1538 01 00000000:00000000 00:00000000 00000000     0        0 102 1 0 10 0
         3: 0500000A:C352 0900000A:1538 01 00000000:00000000 00:00000000 00000000     0        0 999 1 0 10 0
      """;
  private static final String TCP6 =
      """
        sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0000000000000000FFFF00000500000A:C353 0000000000000000FFFF00000B00000A:0050 08 0:0 0:0 0 0 0 103 1 0
         1: B80D0120000000000000000001000000:C354 B80D0120000000000000000002000000:01BB 01 0:0 0:0 0 0 0 104 1 0
      """;
  private static final String UNIX =
      """
      Num       RefCount Protocol Flags    Type St Inode Path
      0000000000000000: 00000002 00000000 00010000 0001 01 105 /run/db.sock
      0000000000000000: 00000002 00000000 00000000 0001 03 106
      """;

  @Test
  void whoIsAtTheOtherEndIsTold(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("tcp"), TCP);
    Files.writeString(folder.resolve("tcp6"), TCP6);
    Files.writeString(folder.resolve("unix"), UNIX);

    assertThat(Sockets.read(folder, Set.of("100", "101", "102", "103", "104", "105", "106", "107")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "100", "socket listening at 0.0.0.0:8080",
                "101", "socket accepted at port 8080, CLOSE_WAIT",
                "102", "socket to 10.0.0.9:5432, ESTABLISHED",
                "103", "socket to 10.0.0.11:80, CLOSE_WAIT",
                "104", "socket to [2001:db8:0:0:0:0:0:2]:443, ESTABLISHED",
                "105", "Unix socket /run/db.sock",
                "106", "Unix socket, unnamed"));
    assertThat(Sockets.read(folder.resolve("none"), Set.of("100"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0100007F:0050, 127.0.0.1", "00000000000000000000000001000000:1, [0:0:0:0:0:0:0:1]"})
  void addressesAreInTheMachinesOrder(String text, String address) {
    assertThat(Sockets.address(text)).isEqualTo(address);
  }

  /** Connections of this very process. */
  @Test
  void socketsThatLeakAreCountedByTheirPeer() throws Exception {
    List<Socket> leaked = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 7; i++) {
        leaked.add(new Socket(server.getInetAddress(), server.getLocalPort()));
        leaked.add(server.accept());
      }

      Map<String, Long> counts = new OpenFiles(Path.of("/proc/self")).read().counts();

      assertThat(counts)
          .containsEntry("socket to 127.0.0.1:" + server.getLocalPort() + ", ESTABLISHED", 7L)
          .containsEntry("socket accepted at port " + server.getLocalPort() + ", ESTABLISHED", 7L);
    } finally {
      for (Socket socket : leaked) {
        socket.close();
      }
    }
  }
}
