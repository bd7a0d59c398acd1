package dev.escriba.it.extra;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** A table that exists only in tests. */
@ApplicationScoped
public class BaselineRows {

    @Resource(lookup = "java:comp/DefaultDataSource")
    DataSource database;

    /** Inserts one row in its own transaction. */
    @Transactional
    public String add(String name) {
        String id = UUID.randomUUID().toString();
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into baseline (id, name, at) values (?, ?, ?)")) {
            insert.setString(1, id);
            insert.setString(2, name);
            insert.setLong(3, System.currentTimeMillis());
            insert.executeUpdate();
            return id;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
