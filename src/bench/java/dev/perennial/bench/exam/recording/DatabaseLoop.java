package dev.perennial.bench.exam.recording;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * Fills a database in memory until about six tenths of the heap live, then reads and changes rows
 * for ever without adding any: a high live set, worked hard, and healthy.
 */
final class DatabaseLoop {
  private static final double SHARE = 0.6;
  private static final int BYTES_A_ROW = 700;

  private DatabaseLoop() {}

  public static void main(String[] args) throws SQLException {
    int rows = (int) (Runtime.getRuntime().maxMemory() * SHARE / BYTES_A_ROW);
    Random random = new Random(1);
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:bench");
        Statement statement = connection.createStatement()) {
      statement.execute("create table item (id int primary key, amount int, words varchar(400))");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into item values (?, ?, ?)")) {
        for (int id = 0; id < rows; id++) {
          insert.setInt(1, id);
          insert.setInt(2, random.nextInt(1000));
          insert.setString(3, words(random));
          insert.executeUpdate();
        }
      }
      work(connection, rows, random);
    }
  }

  private static void work(Connection connection, int rows, Random random) throws SQLException {
    try (PreparedStatement update =
            connection.prepareStatement("update item set amount = ?, words = ? where id = ?");
        PreparedStatement select =
            connection.prepareStatement(
                "select sum(amount), max(words) from item where id between ? and ?")) {
      while (true) {
        update.setInt(1, random.nextInt(1000));
        update.setString(2, words(random));
        update.setInt(3, random.nextInt(rows));
        update.executeUpdate();
        int from = random.nextInt(rows);
        select.setInt(1, from);
        select.setInt(2, from + 200);
        try (ResultSet result = select.executeQuery()) {
          result.next();
        }
      }
    }
  }

  private static String words(Random random) {
    StringBuilder text = new StringBuilder();
    while (text.length() < 300) {
      text.append(Long.toString(random.nextLong(), 36));
    }
    return text.toString();
  }
}
