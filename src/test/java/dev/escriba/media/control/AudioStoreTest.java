package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.escriba.culture.control.Messages;
import dev.escriba.culture.entity.Culture;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.problem.entity.Problem;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AudioStoreTest {

    /** More than fits into memory. */
    private static final int LONG = KeptAudio.MAX_IN_MEMORY / 2 + 100_000;

    /** The least that can be configured. */
    private static final int LIMIT = 1 << 25;

    @TempDir
    Path directory;

    private AudioStore store() {
        return new AudioStore(
                new DataDirectory(new StorageSettings(directory)), MediaFixture.settings("max-kept-bytes", "" + LIMIT));
    }

    /** Made samples, read in uneven portions. */
    private static class Made implements PcmStream {

        private final float[] samples;
        private final RuntimeException failure;
        private int position;
        private boolean closed;

        Made(float[] samples, RuntimeException failure) {
            this.samples = samples;
            this.failure = failure;
        }

        @Override
        public int read(float[] target, int offset, int length) {
            if (position == samples.length && failure != null) {
                throw failure;
            }
            int count = Math.min(Math.min(length, 1_777), samples.length - position);
            System.arraycopy(samples, position, target, offset, count);
            position += count;
            return count == 0 && length > 0 ? -1 : count;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static Made made(float[] samples) {
        return new Made(samples, null);
    }

    /** Values of 16 bits, the two extreme ones among them. */
    private static float[] sixteenBits(int length) {
        Random random = new Random(length);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (random.nextInt(65_535) - 32_767) / 32_768f;
        }
        return samples;
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(directory.resolve("samples"))) {
            return all.filter(file -> !Files.isDirectory(file))
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] read(PcmStream stream) {
        try (stream) {
            return MediaFixtures.readAll(stream);
        }
    }

    @Test
    void keepsSamplesOfSixteenBitsExactly() throws Exception {
        float[] samples = sixteenBits(50_001);
        samples[5_000] = 1 - 1 / 32_768f;
        Made made = made(samples);
        try (AudioStore store = store();
                KeptAudio kept = store.keep(made, "a")) {
            assertThat(made.closed).isTrue();
            assertThat(Arrays.equals(read(kept.open()), samples)).isTrue();
            assertThat(Arrays.equals(read(kept.open()), samples))
                    .as("read again")
                    .isTrue();
            assertThat(kept.length()).isEqualTo(Duration.ofNanos(50_001 * 62_500L));
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void keepsQuietSamplesAndThoseBeyondFullScale() throws Exception {
        for (float level : new float[] {1e-5f, 1, 40, 1 << 20}) {
            float[] samples = sixteenBits(10_000);
            for (int i = 0; i < samples.length; i++) {
                samples[i] *= level;
            }
            try (AudioStore store = store();
                    KeptAudio kept = store.keep(made(samples), "a")) {
                float[] read = read(kept.open());
                float worst = 0;
                for (int i = 0; i < samples.length; i++) {
                    worst = Math.max(worst, Math.abs(read[i] - samples[i]));
                }
                assertThat(worst).isLessThanOrEqualTo(level / 32_768);
            }
        }
    }

    @Test
    void keepsAnEmptyRecording() throws Exception {
        try (AudioStore store = store();
                KeptAudio kept = store.keep(made(new float[0]), "a")) {
            assertThat(kept.length()).isZero();
            assertThat(read(kept.open())).isEmpty();
        }
    }

    @Test
    void keepsChannelsApart() throws Exception {
        float[] interleaved = new float[3 * 3_000];
        for (int i = 0; i < interleaved.length; i++) {
            interleaved[i] = (i % 3 + 1) * (i % 64) / (float) Math.pow(1_024, i % 3 + 1);
        }
        KeptBytes bytes = new KeptBytes(LIMIT);
        try (UploadDirectory files = new UploadDirectory(directory);
                KeptAudio kept = new KeptAudio(files, bytes.share("a"), 3)) {
            kept.append(interleaved, SampleBlock.FRAMES);
            kept.append(
                    Arrays.copyOfRange(interleaved, 3 * SampleBlock.FRAMES, interleaved.length),
                    3_000 - SampleBlock.FRAMES);
            kept.complete();
            assertThat(kept.length()).isEqualTo(PcmStream.length(3_000));
            for (int channel = 0; channel < 3; channel++) {
                float[] read = read(kept.open(channel));
                assertThat(read).hasSize(3_000);
                for (int i = 0; i < read.length; i++) {
                    float sample = interleaved[3 * i + channel];
                    assertThat(read[i]).isCloseTo(sample, within(1e-4f / (float) Math.pow(1_024, channel)));
                }
            }
            assertThatThrownBy(kept::open).isInstanceOf(IllegalStateException.class);
        }
        assertThat(bytes.used()).isZero();
    }

    @Test
    void keepsALongRecordingInAPrivateFileUntilItIsClosed() throws Exception {
        float[] samples = sixteenBits(LONG);
        try (AudioStore store = store()) {
            KeptAudio kept = store.keep(made(samples), "a");
            Path file = files().get(0);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.size(file)).isEqualTo(store.used()).isGreaterThan(KeptAudio.MAX_IN_MEMORY);
            assertThat(Arrays.equals(read(kept.open()), samples)).isTrue();
            kept.close();
            kept.close();
            assertThat(files()).isEmpty();
            assertThat(store.used()).isZero();
            assertThatThrownBy(kept::open).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void keepsARecordingInAFileWhereAllTogetherHaveNoRoomInMemory() throws Exception {
        float[] samples = sixteenBits(SampleBlock.FRAMES);
        long block = SampleBlock.bytes(SampleBlock.FRAMES, 1);
        KeptBytes bytes = new KeptBytes(LIMIT, 3 * block);
        try (UploadDirectory files = new UploadDirectory(Files.createDirectory(directory.resolve("samples")))) {
            try (KeptAudio first = new KeptAudio(files, bytes.share("a"), 1);
                    KeptAudio second = new KeptAudio(files, bytes.share("b"), 1)) {
                first.append(samples, samples.length);
                first.append(samples, samples.length);
                second.append(samples, samples.length);
                assertThat(bytes.inMemory()).isEqualTo(3 * block);
                assertThat(files()).isEmpty();
                second.append(samples, samples.length);
                assertThat(files()).hasSize(1);
                assertThat(bytes.inMemory()).as("the first alone").isEqualTo(2 * block);
                second.append(samples, samples.length);
                second.complete();
                assertThat(bytes.inMemory()).as("the first alone").isEqualTo(2 * block);
                assertThat(Arrays.equals(read(second.open()), repeated(samples, 3)))
                        .isTrue();
                assertThat(bytes.used()).isEqualTo(5 * block);
            }
            assertThat(bytes.inMemory()).isZero();
            assertThat(bytes.used()).isZero();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void hasRoomInMemoryForASixteenthOfTheHeapAtMost() {
        long most = Math.min(32 << 20, Runtime.getRuntime().maxMemory() / 16);
        KeptBytes.Share share = new KeptBytes(Long.MAX_VALUE).share("a");
        assertThat(share.addInMemory(most + 1)).isFalse();
        assertThat(share.addInMemory(most)).isTrue();
        assertThat(share.addInMemory(1)).isFalse();
        share.close();
        assertThat(share.addInMemory(most)).isTrue();
    }

    private static float[] repeated(float[] samples, int times) {
        float[] all = new float[times * samples.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = samples[i % samples.length];
        }
        return all;
    }

    @Test
    void refusesWhatHasNoRoomAndKeepsNothingOfIt() throws Exception {
        try (AudioStore store = store()) {
            Made made = made(new float[LIMIT / 2]);
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> store.keep(made, "a"))
                    .satisfies(problem -> {
                        assertThat(problem.status()).isEqualTo(503);
                        assertThat(problem.retryAfterSeconds()).contains("60");
                        assertThat(Messages.text(problem.message(), Culture.EN))
                                .isEqualTo("Too many long recordings are being worked on. Please send this one again"
                                        + " shortly.");
                        assertThat(Messages.text(problem.message(), Culture.ES))
                                .startsWith("Se están procesando demasiadas grabaciones largas.");
                    });
            assertThat(made.closed).isTrue();
            assertThat(store.used()).isZero();
            assertThat(store.refused()).isEqualTo(1);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void leavesRoomToOtherAccounts() throws Exception {
        float[] third = new float[LIMIT / 6];
        try (AudioStore store = store();
                KeptAudio first = store.keep(made(third), "greedy")) {
            assertThat(first.length()).isPositive();
            assertThatThrownBy(() -> store.keep(made(third), "greedy")).isInstanceOf(Problem.class);
            try (KeptAudio other = store.keep(made(third), "modest")) {
                assertThat(other.length()).isEqualTo(first.length());
            }
        }
    }

    @Test
    void letsASingleRecordingHaveMoreThanHalf() throws Exception {
        try (AudioStore store = store();
                KeptAudio only = store.keep(made(new float[LIMIT / 3]), "a")) {
            assertThat(store.used()).isGreaterThan(LIMIT / 2);
            assertThat(only.length()).isPositive();
        }
    }

    @Test
    void keepsNothingOfARunThatIsCancelled() throws Exception {
        try (AudioStore store = store()) {
            PcmStream cancelled = new Made(sixteenBits(LONG), null) {
                @Override
                public int read(float[] target, int offset, int length) {
                    int read = super.read(target, offset, length);
                    if (!files().isEmpty()) {
                        Thread.currentThread().interrupt();
                    }
                    return read;
                }
            };
            assertThatThrownBy(() -> store.keep(cancelled, "a")).isInstanceOf(InterruptedException.class);
            assertThat(files()).isEmpty();
            assertThat(store.used()).isZero();
        }
    }

    @Test
    void keepsNothingOfARecordingThatCannotBeDecoded() throws Exception {
        try (AudioStore store = store()) {
            Problem damaged = Problem.invalid("File", "file.undecodable");
            assertThatThrownBy(() -> store.keep(new Made(new float[LONG], damaged), "a"))
                    .isSameAs(damaged);
            assertThat(files()).isEmpty();
            assertThat(store.used()).isZero();
        }
    }

    /** The system refuses every byte for this file. */
    private static final Path FULL = Path.of("/dev/full");

    /** A directory whose files are on a full disk. */
    private static final class FullDisk extends UploadDirectory {

        FullDisk(Path parent) throws IOException {
            super(parent);
        }

        @Override
        synchronized Path newFile() throws IOException {
            Path file = super.newFile();
            Files.delete(file);
            return Files.createSymbolicLink(file, FULL);
        }
    }

    @Test
    void hasNoRoomOnAFullDiskAndWarnsOnceAMinute() throws Exception {
        assumeTrue(Files.exists(FULL), "this system has no " + FULL);
        Path samples = Files.createDirectory(directory.resolve("samples"));
        List<LogRecord> logged = new ArrayList<>();
        Logger log = Logger.getLogger(AudioStore.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(handler);
        KeptBytes bytes = new KeptBytes(LIMIT);
        try (AudioStore store = new AudioStore(new FullDisk(samples), bytes)) {
            for (int run = 0; run < 3; run++) {
                Made made = made(new float[LONG]);
                assertThatExceptionOfType(Problem.class)
                        .isThrownBy(() -> store.keep(made, "a"))
                        .satisfies(problem -> {
                            assertThat(problem.kind()).isEqualTo("problem.no-room");
                            assertThat(problem.retryAfterSeconds()).contains("60");
                        });
                assertThat(made.closed).isTrue();
                assertThat(files()).isEmpty();
                assertThat(bytes.used()).isZero();
                assertThat(bytes.inMemory()).isZero();
            }
        } finally {
            log.removeHandler(handler);
        }
        assertThat(logged).extracting(LogRecord::getLevel).containsExactly(Level.WARNING);
    }

    @Test
    void makesNoFileAfterItWasClosed() throws Exception {
        Path samples = Files.createDirectory(directory.resolve("samples"));
        UploadDirectory own = new UploadDirectory(samples);
        Files.writeString(own.newFile(), "speech");
        own.close();
        assertThatThrownBy(own::newFile).isInstanceOf(IOException.class);
        assertThat(samples).isEmptyDirectory();
    }

    @Test
    void releasesItsLockWhereItsFilesCannotBeDeleted() throws Exception {
        Path samples = Files.createDirectory(directory.resolve("samples"));
        UploadDirectory own = new UploadDirectory(samples);
        Path undeletable = own.newFile();
        Files.delete(undeletable);
        Files.createDirectories(undeletable.resolve("not empty"));
        assertThatThrownBy(own::close).isInstanceOf(IOException.class);
        Path lock = samples.resolve(undeletable.getParent().getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            assertThat(held)
                    .as("free for the next start, which deletes the files")
                    .isNotNull();
        }
    }

    @Test
    void deletesAtItsStartWhatAKilledProcessLeft() throws Exception {
        Path samples = Files.createDirectories(directory.resolve("samples"));
        Path left = Files.createDirectory(samples.resolve("1-1-left"));
        Files.write(left.resolve("recording"), new byte[100]);
        Files.createFile(samples.resolve("1-1-left.lock"));
        try (AudioStore store = store()) {
            assertThat(store.used()).isZero();
            assertThat(left).doesNotExist();
            assertThat(files()).isEmpty();
        }
    }
}
