package dev.escriba.files.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.escriba.Configured;
import dev.escriba.billing.control.BillingFixture;
import dev.escriba.files.entity.StoredFile;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.Sniffer;
import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import dev.escriba.security.control.Peppers;
import dev.escriba.security.control.Sealing;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredFilesTest {

    private static final Instant NOW = Instant.parse("2026-03-29T01:30:00Z");
    private static final Uploads UPLOADS = new Uploads(MediaFixture.data(), MediaFixture.settings());

    /** Each call in a transaction of its own, as in the container. */
    private static class SeparateTransactions extends FileTransactions {

        private final BillingFixture billing;

        SeparateTransactions(BillingFixture billing) {
            this.billing = billing;
        }

        @Override
        public Kept kept(String account) {
            return billing.inTransaction(entities -> new FileTransactions(entities).kept(account));
        }

        @Override
        public void store(StoredFile file, Parts parts) {
            billing.inTransaction(entities -> {
                try {
                    new FileTransactions(entities).store(file, parts);
                    return null;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        @Override
        public Optional<StoredFile> find(UUID id, Instant oldest) {
            return billing.inTransaction(entities -> new FileTransactions(entities).find(id, oldest));
        }

        @Override
        public Optional<byte[]> part(String file, int number) {
            return billing.inTransaction(entities -> new FileTransactions(entities).part(file, number));
        }

        @Override
        public void expire(String id) {
            billing.inTransaction(entities -> {
                new FileTransactions(entities).expire(id);
                return null;
            });
        }

        @Override
        public List<StoredFile> old(Instant oldest) {
            return billing.inTransaction(entities -> new FileTransactions(entities).old(oldest));
        }

        @Override
        public boolean deletePart(String id, int number) {
            return billing.inTransaction(entities -> new FileTransactions(entities).deletePart(id, number));
        }

        @Override
        public boolean deleteRow(String id) {
            return billing.inTransaction(entities -> new FileTransactions(entities).deleteRow(id));
        }
    }

    private static StoredFiles files(BillingFixture billing, Pepper pepper, Instant now, String... more) {
        StoredFiles files = new StoredFiles();
        files.transactions = new SeparateTransactions(billing);
        files.sealing = new Sealing(new Peppers(pepper, null));
        files.sniffer = new Sniffer(MediaFixture.settings());
        files.uploads = UPLOADS;
        files.settings = Configured.read(FileSettings::read, more);
        files.clock = Clock.fixed(now, ZoneOffset.UTC);
        return files;
    }

    private static StoredFiles files(BillingFixture billing, String... more) {
        return files(billing, NoRequest.PEPPER, NOW, more);
    }

    private static Caller caller(String name, String account, String... roles) {
        return new Caller(name, account, Set.of(roles));
    }

    /** A recording with that many bytes behind its end, so that it has several parts. */
    private static byte[] recording(int more) throws IOException {
        byte[] wave = Files.readAllBytes(MediaFixture.ENGLISH);
        byte[] longer = Arrays.copyOf(wave, wave.length + more);
        for (int i = wave.length; i < longer.length; i++) {
            longer[i] = (byte) (i * 31);
        }
        return longer;
    }

    private static StoredFile store(StoredFiles files, Caller caller, byte[] content) {
        try (Upload upload = UPLOADS.receive(new ByteArrayInputStream(content), "visita m\u00e9dica.wav")) {
            return files.store(caller, upload);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFileIsReadAsItWasStored(Databases.Database database) throws IOException {
        try (BillingFixture billing = new BillingFixture(database)) {
            StoredFiles files = files(billing);
            Caller ana = caller("key:ana", billing.account(), Role.FILES_USER);
            byte[] content = recording(3 << 20);
            StoredFile file = store(files, ana, content);
            assertThat(file.parts()).isGreaterThan(3);
            StoredFile found = files.find(ana, UUID.fromString(file.id())).orElseThrow();
            try (InputStream stored = files.content(found)) {
                assertThat(Arrays.equals(stored.readAllBytes(), content)).isTrue();
            }
            assertThat(files.name(found)).isEqualTo("visita m\u00e9dica.wav");
            try (Upload upload = files.upload(found)) {
                assertThat(upload.size()).isEqualTo(content.length);
                assertThat(Files.mismatch(
                                upload.path(), Files.write(upload.path().resolveSibling("other"), content)))
                        .isEqualTo(-1);
                Files.delete(upload.path().resolveSibling("other"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theDatabaseHoldsNeitherNameNorContent(Databases.Database database) throws IOException {
        try (BillingFixture billing = new BillingFixture(database)) {
            StoredFiles files = files(billing);
            Caller ana = caller("key:ana", billing.account(), Role.FILES_USER);
            StoredFile file = store(files, ana, recording(0));
            byte[] stored = files.transactions.part(file.id(), 0).orElseThrow();
            assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("WAVE", "RIFF");
            assertThat(file.sealedName()).doesNotContain("visita");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFileWhosePepperIsLostIsUnknownAndTheLogTellsItOnce(Databases.Database database) throws IOException {
        try (BillingFixture billing = new BillingFixture(database)) {
            Caller ana = caller("key:ana", billing.account(), Role.FILES_USER);
            StoredFile file = store(files(billing), ana, recording(0));
            StoredFiles others = files(billing, new Pepper("another pepper that is long enough"), NOW);
            List<LogRecord> logged = new ArrayList<>();
            Logger log = Logger.getLogger(StoredFiles.class.getName());
            Handler handler = recorder(logged);
            log.addHandler(handler);
            try {
                requireUnknown(() -> others.name(file));
                requireUnknown(() -> others.content(file).readAllBytes());
                requireUnknown(() -> others.upload(file));
            } finally {
                log.removeHandler(handler);
            }
            assertThat(logged).singleElement().satisfies(line -> {
                assertThat(line.getLevel()).isEqualTo(Level.WARNING);
                assertThat(new SimpleFormatter().formatMessage(line))
                        .contains(file.id(), "a pepper that is not configured")
                        .doesNotContain("visita", "another");
            });
            assertThat(others.delete(ana, UUID.fromString(file.id()))).isTrue();
        }
    }

    private static Handler recorder(List<LogRecord> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static void requireUnknown(ThrowingCallable call) {
        assertThatExceptionOfType(Problem.class).isThrownBy(call).satisfies(problem -> {
            assertThat(problem.status()).isEqualTo(404);
            assertThat(problem.kind()).isEqualTo("file.unknown");
            assertThat(problem.errors()).containsKey("FileId");
        });
    }

    /** H2 has all rows of a statement in memory before it deletes them. */
    @Test
    void aStatementDeletesAtMostOnePart() throws IOException {
        try (BillingFixture billing = new BillingFixture(Databases.h2())) {
            Caller ana = caller("key:ana", billing.account(), Role.FILES_USER);
            List<StoredFile> old = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                old.add(store(files(billing), ana, recording(3 << 20)));
            }
            StoredFiles later = files(billing, NoRequest.PEPPER, NOW.plus(Duration.ofHours(24)));
            StoredFile young = store(later, ana, recording(2 << 20));
            statement(billing, "set query_statistics true");
            later.purge();
            assertThat(later.delete(ana, UUID.fromString(young.id()))).isTrue();
            List<?> largest = billing.inTransaction(entities -> entities.createNativeQuery(
                            "select max_row_count, execution_count from information_schema.query_statistics"
                                    + " where lower(sql_statement) like 'delete from stored_file_part%'")
                    .getResultList());
            assertThat(largest).singleElement().satisfies(row -> {
                assertThat(((Number) ((Object[]) row)[0]).longValue()).isEqualTo(1);
                assertThat(((Number) ((Object[]) row)[1]).intValue())
                        .isEqualTo(old.stream().mapToInt(StoredFile::parts).sum() + young.parts());
            });
            assertThat(rows(billing, "stored_file_part")).isZero();
            assertThat(rows(billing, "stored_file")).isZero();
        }
    }

    private static void statement(BillingFixture billing, String sql) {
        billing.inTransaction(entities -> entities.createNativeQuery(sql).executeUpdate());
    }

    private static long rows(BillingFixture billing, String table) {
        return billing.inTransaction(entities -> ((Number) entities.createNativeQuery("select count(*) from " + table)
                        .getSingleResult())
                .longValue());
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aPurgeDeletesAnyNumberOfFilesAndLeavesOutThoseThatAreLocked(Databases.Database database) throws IOException {
        try (BillingFixture billing = new BillingFixture(database)) {
            Caller ana = caller("key:ana", billing.account(), Role.FILES_USER);
            StoredFile locked = store(files(billing), ana, recording(0));
            for (int i = 0; i < 24; i++) {
                store(files(billing), ana, Arrays.copyOf(recording(0), 2_000));
            }
            StoredFiles later = files(billing, NoRequest.PEPPER, NOW.plus(Duration.ofHours(24)));
            billing.inTransaction(entities -> {
                entities.createNativeQuery("select f.parts from stored_file f where f.id = ?1 for update")
                        .setParameter(1, locked.id())
                        .getResultList();
                later.purge();
                return null;
            });
            assertThat(rows(billing, "stored_file")).isEqualTo(1);
            assertThat(rows(billing, "stored_file_part")).isEqualTo(locked.parts());
            later.purge();
            assertThat(rows(billing, "stored_file_part")).isZero();
        }
    }

    /** As when a node stops in the middle of it. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aDeletedFileIsUnknownAtOnceAndAPurgeDeletesWhatIsLeftOfIt(Databases.Database database) throws IOException {
        try (BillingFixture billing = new BillingFixture(database)) {
            StoredFiles files = files(billing);
            Caller ana = caller("key:ana", billing.account(), Role.FILES_USER);
            StoredFile file = store(files, ana, recording(2 << 20));
            UUID id = UUID.fromString(file.id());
            StoredFiles stopping = files(billing);
            stopping.transactions = new SeparateTransactions(billing) {
                @Override
                public boolean deletePart(String id, int number) {
                    if (number == 1) {
                        throw new IllegalStateException("stopped");
                    }
                    return super.deletePart(id, number);
                }
            };
            assertThatIllegalStateException().isThrownBy(() -> stopping.delete(ana, id));
            assertThat(files.find(ana, id)).isEmpty();
            assertThat(files.delete(ana, id)).isFalse();
            assertThat(rows(billing, "stored_file_part")).isEqualTo(file.parts() - 1);
            files.purge();
            assertThat(rows(billing, "stored_file_part")).isZero();
            assertThat(rows(billing, "stored_file")).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anyCallerOfTheAccountReachesAFileAndNoOther(Databases.Database database) throws IOException {
        try (BillingFixture billing = new BillingFixture(database)) {
            StoredFiles files = files(billing);
            String account = billing.account();
            String other = billing.account();
            Caller ana = caller("key:ana", account, Role.FILES_USER);
            UUID id = UUID.fromString(store(files, ana, recording(0)).id());
            Caller ben = caller("key:ben", account, Role.FILES_USER);
            for (Caller same : List.of(ana, ben, caller("key:eva", account, Role.TRANSCRIBER))) {
                assertThat(files.find(same, id)).isPresent();
            }
            Caller stranger = caller("key:ana", other, Role.FILES_USER, Role.INSTANCES_READER, Role.ADMINISTRATOR);
            assertThat(files.find(stranger, id)).isEmpty();
            assertThat(files.delete(stranger, id)).isFalse();
            assertThat(files.delete(ben, id)).isTrue();
            assertThat(files.find(ana, id)).isEmpty();
            assertThat(files.delete(ana, id)).isFalse();
            assertThat(files.transactions.kept(account).ofAccount()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFileEndsWithItsTime(Databases.Database database) throws IOException {
        try (BillingFixture billing = new BillingFixture(database)) {
            Caller ana = caller("key:ana", billing.account(), Role.FILES_USER);
            StoredFile old = store(files(billing), ana, recording(2 << 20));
            StoredFiles later = files(billing, NoRequest.PEPPER, NOW.plus(Duration.ofHours(24)));
            StoredFile young = store(later, ana, recording(0));
            assertThat(later.find(ana, UUID.fromString(old.id()))).isEmpty();
            later.purge();
            assertThat(later.find(ana, UUID.fromString(young.id()))).isPresent();
            assertThat(later.transactions.kept(ana.accountId()).ofAccount()).isEqualTo(young.bytes());
            assertThat(later.transactions.part(old.id(), 0)).isEmpty();
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> later.content(old).readAllBytes())
                    .satisfies(problem -> assertThat(problem.status()).isEqualTo(404));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void accountsAndAllOfThemKeepALimitedNumberOfBytes(Databases.Database database) throws IOException {
        try (BillingFixture billing = new BillingFixture(database)) {
            byte[] content = recording(0);
            StoredFiles files = files(
                    billing,
                    "escriba.files.max-bytes-per-account",
                    String.valueOf(content.length * 3 / 2),
                    "escriba.files.max-bytes",
                    String.valueOf(content.length * 5 / 2));
            Caller ana = caller("key:ana", billing.account(), Role.FILES_USER);
            Caller ben = caller("key:ben", billing.account(), Role.FILES_USER);
            Caller eva = caller("key:eva", billing.account(), Role.FILES_USER);
            store(files, ana, content);
            refuses(409, files, ana, content);
            store(files, ben, content);
            refuses(503, files, eva, content);
        }
    }

    /** Else an account could keep millions of them. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aSmallFileCountsAsSixtyFourKibibytes(Databases.Database database) throws IOException {
        try (BillingFixture billing = new BillingFixture(database)) {
            StoredFiles files = files(billing, "escriba.files.max-bytes-per-account", String.valueOf(1 << 17));
            Caller ana = caller("key:ana", billing.account(), Role.FILES_USER);
            byte[] small = Arrays.copyOf(recording(0), 2_000);
            store(files, ana, small);
            assertThat(files.transactions.kept(ana.accountId()).ofAccount()).isEqualTo(1 << 16);
            store(files, ana, small);
            refuses(409, files, ana, small);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFileThatIsDeletedWhileItIsReadIsUnknown(Databases.Database database) throws IOException {
        try (BillingFixture billing = new BillingFixture(database)) {
            StoredFiles files = files(billing);
            Caller ana = caller("key:ana", billing.account(), Role.FILES_USER);
            StoredFile file = store(files, ana, recording(2 << 20));
            try (InputStream content = files.content(file)) {
                assertThat(content.readNBytes(1000)).hasSize(1000);
                assertThat(files.delete(ana, UUID.fromString(file.id()))).isTrue();
                assertThatExceptionOfType(Problem.class)
                        .isThrownBy(content::readAllBytes)
                        .satisfies(problem -> assertThat(problem.status()).isEqualTo(404))
                        .satisfies(problem -> assertThat(problem.errors()).containsKey("FileId"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatIsNoRecordingIsNotStored(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            StoredFiles files = files(billing);
            Caller ana = caller("key:ana", billing.account(), Role.FILES_USER);
            refuses(400, files, ana, "no recording".getBytes(StandardCharsets.UTF_8));
            assertThat(files.transactions.kept(ana.accountId()).all()).isZero();
        }
    }

    private static void refuses(int status, StoredFiles files, Caller caller, byte[] content) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> store(files, caller, content))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(status));
    }
}
