package dev.escriba.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The uber-jar as people start it on PostgreSQL, with money in it: all contracts in one boot, and books that balance after each. */
class PostgresIT implements SpendingContract, TenancyContract, AbortContract, OutageContract {

    private static Hosting hosting;

    @BeforeAll
    static void start() throws Exception {
        hosting = Hosting.start(
                Files.createDirectories(Path.of("target/it/postgres").toAbsolutePath()));
    }

    @AfterAll
    static void stop() throws Exception {
        if (hosting != null) {
            hosting.close();
        }
    }

    @Override
    public Hosting hosting() {
        return hosting;
    }

    @AfterEach
    void booksBalance() {
        hosting.requireBalancedBooks();
    }

    @Test
    void isReadyOnPostgres() {
        assertThat(hosting.administrator().get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(Files.exists(hosting.home().resolve("data/escriba.mv.db")))
                .as("an H2 file")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger_line set amount = amount + 1",
                "update ledger_line set reason = 'another'",
                "delete from ledger_line",
                "truncate ledger_line",
                "truncate ledger_line cascade",
                "update audit_event set actor = 'somebody'",
                "delete from audit_event",
                "truncate audit_event cascade"
            })
    void theDatabaseRefusesToChangeThePast(String change) throws SQLException {
        Customer customer = hosting.customer("1");
        try (Connection connection = hosting.postgres().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(change))
                    .isInstanceOf(SQLException.class)
                    .hasMessageMatching("(?s).*(append-only|ledger_line).*");
        }
        assertThat(customer.lines()).hasSize(1);
        assertThat(customer.balance()).isEqualByComparingTo("1");
    }
}
