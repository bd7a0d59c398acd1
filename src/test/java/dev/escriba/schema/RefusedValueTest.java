package dev.escriba.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.security.entity.Account;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that the database refuses is in the exception, and in no log. */
class RefusedValueTest {

    private static final String NAME = "a-name-that-exists-already";

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void isNotLogged(Databases.Database database) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream output = System.out;
        PrintStream errors = System.err;
        PrintStream both = new PrintStream(written, true, UTF_8);
        System.setOut(both);
        System.setErr(both);
        try (EntityManagerFactory factory = database.entityManagers()) {
            create(factory);
            assertThatThrownBy(() -> create(factory))
                    .isInstanceOf(PersistenceException.class)
                    .hasStackTraceContaining(NAME);
        } finally {
            System.setOut(output);
            System.setErr(errors);
        }
        assertThat(written.toString(UTF_8)).doesNotContain(NAME, "Exception");
    }

    private static void create(EntityManagerFactory factory) {
        try (EntityManager entities = factory.createEntityManager()) {
            entities.getTransaction().begin();
            entities.persist(new Account(NAME, "USD", 6, Instant.EPOCH));
            entities.flush();
            entities.getTransaction().commit();
        }
    }
}
