// SPDX-License-Identifier: PostgreSQL
//
// Client URL: passes Java's values through JDBC. Numbers and strings have types; with
// stringtype=unspecified, or as Types.OTHER, strings have none. Statements are prepared on the
// server at once, with binary results.
import java.sql.*;

class Client {
  static Connection connection;
  static String mode;

  static void check(String name, String query, String wanted, Object... parameters) throws SQLException {
    String got;
    Savepoint before = connection.setSavepoint();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      got = "";
      // Repeated, so that prepared statements and binary results are used.
      for (int i = 0; i < 7; i++) {
        for (int p = 0; p < parameters.length; p++) {
          if (parameters[p] instanceof Object[] untyped) statement.setObject(p + 1, untyped[0], Types.OTHER);
          else statement.setObject(p + 1, parameters[p]);
        }
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
          got = String.valueOf(rows.getObject(1));
        }
      }
    } catch (SQLException error) {
      connection.rollback(before);
      got = error.getSQLState();
    }
    System.out.println((got.equals(wanted) ? "ok" : "not ok") + " - pgjdbc, " + mode + ": " + name);
    if (!got.equals(wanted)) System.out.println("# got:  " + got + "\n# want: " + wanted);
  }

  static Object untyped(String value) { return new Object[] {value}; }

  public static void main(String[] arguments) throws Exception {
    Class.forName("org.postgresql.Driver");
    mode = "strings with a type";
    connection = DriverManager.getConnection(arguments[0] + "&prepareThreshold=1");
    connection.setAutoCommit(false);
    check("an integer", "SELECT sketch_contains(numbers, ?) FROM held", "true", 5);
    check("a long", "SELECT sketch_contains(numbers, ?) FROM held", "true", 5L);
    check("a string is text", "SELECT sketch_contains(numbers, ?) FROM held", "false", "5");
    check("a string among texts", "SELECT sketch_contains(texts, ?) FROM held", "true", "word 5");
    check("a string without a type", "SELECT sketch_contains(numbers, ?) FROM held", "true", untyped("5"));
    check("no number", "SELECT sketch_contains(numbers, ?) FROM held", "22P02", untyped("five"));
    check("a date", "SELECT sketch_contains(days, ?) FROM held", "true", java.time.LocalDate.of(2026, 1, 6));
    check("to add", "SELECT # sketch_add(users, ?) FROM held", "11.0", 11);
    check("to add without a type", "SELECT # sketch_add(users, ?) FROM held", "10.0", untyped("5"));
    check("an array to add", "SELECT # sketch_add_all(users, ?) FROM held", "12.0", connection.createArrayOf("int4", new Object[] {5, 11, 12}));
    check("a key and its value", "SELECT sketch_sum(sketch_add(keys, ?, ?), 1) FROM held", "12.5", untyped("5"), untyped("2.5"));
    byte[] image;
    try (ResultSet rows = connection.createStatement().executeQuery("SELECT users::bytea FROM held")) {
      rows.next();
      image = rows.getBytes(1);
    }
    connection.createStatement().execute("CREATE TEMP TABLE kept (users sketch_hll)");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO kept VALUES (?)")) {
      insert.setBytes(1, image);
      insert.executeUpdate();
    }
    check("bytes in a column", "SELECT # users FROM kept", "10.0");
    check("bytes beside |", "SELECT # (users | ?) FROM kept", "10.0", image);
    connection.close();
    mode = "strings without one";
    connection = DriverManager.getConnection(arguments[0] + "&prepareThreshold=1&stringtype=unspecified");
    connection.setAutoCommit(false);
    check("a string among integers", "SELECT sketch_contains(numbers, ?) FROM held", "true", "5");
    check("a frequency", "SELECT sketch_frequency(counts, ?) FROM held", "1", "5");
    check("a string among dates", "SELECT sketch_contains(days, ?) FROM held", "true", "2026-01-06");
    check("a key and its value", "SELECT sketch_sum(sketch_add(keys, ?, ?), 1) FROM held", "12.5", "5", "2.5");
  }
}
