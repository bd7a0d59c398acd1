package dev.escriba.speech.moonshine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.speech.moonshine.graph.WeightFormat;
import dev.escriba.speech.onnx.OnnxRuntimeNatives;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.LockedDataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphOptimizerTest {

    static final String TINY = "moonshine-tiny-en";

    final OrtEnvironment environment = OnnxRuntimeNatives.environment(MoonshineFixture.data());

    @ParameterizedTest
    @CsvSource({
        "moonshine-tiny-en,en,BLOCKS",
        "moonshine-tiny-en,en,SIGNED",
        "moonshine-tiny-en,en,UNSIGNED",
        "moonshine-base-es,es,BLOCKS"
    })
    void rebuiltGraphsComputeTheSame(
            String name, String language, WeightFormat weightFormat, @TempDir Path data, @TempDir Path directory)
            throws IOException, OrtException {
        Path model = MoonshineFixture.packed(name);
        try (MergedDecoder published = new MergedDecoder(environment, model)) {
            new GraphOptimizer(environment, model, language, new DataDirectory(new StorageSettings(data)))
                    .write(published.architecture(), weightFormat, directory);
            try (OptimizedDecoder prepared = new OptimizedDecoder(environment, directory)) {
                assertThat(prepared.slots()).isEqualTo(weightFormat.slots());
                ParityCheck parity = ParityCheck.of(published, prepared, Sample.in(language));
                assertThat(parity.tokens()).isGreaterThan(10);
                assertThat(parity.agreed()).isGreaterThanOrEqualTo(parity.tokens() * 9 / 10);
                assertThat(parity.deviation()).isLessThan(0.05);
            }
        }
    }

    @Test
    void parityCheckDetectsAnotherModel() throws IOException, OrtException {
        try (MergedDecoder english = new MergedDecoder(environment, MoonshineFixture.packed(TINY));
                MergedDecoder spanish = new MergedDecoder(environment, MoonshineFixture.packed("moonshine-base-es"))) {
            assertThat(ParityCheck.of(english, spanish, Sample.in("en")).isClose())
                    .isFalse();
        }
    }

    @Test
    void keepsRebuiltGraphs(@TempDir Path directory) throws IOException, OrtException {
        load(MoonshineFixture.packed(TINY), directory);
        Path kept = kept(directory).get(0);
        FileTime made = Files.getLastModifiedTime(kept);
        load(MoonshineFixture.packed(TINY), directory);
        assertThat(kept(directory)).containsExactly(kept);
        assertThat(Files.getLastModifiedTime(kept)).isEqualTo(made);
    }

    @Test
    void rebuildsDamagedGraphs(@TempDir Path directory) throws IOException, OrtException {
        load(MoonshineFixture.packed(TINY), directory);
        Path step = kept(directory).get(0).resolve(OptimizedDecoder.STEP);
        Files.write(step, new byte[0]);
        assertThat(load(MoonshineFixture.packed(TINY), directory)).isEqualTo(OptimizedDecoder.class);
        assertThat(step).isNotEmptyFile();
    }

    @Test
    void deletesTheGraphsThatAnotherVersionMadeOfAPackedModel(@TempDir Path directory)
            throws IOException, OrtException {
        String digest = "-0123456789abcdef";
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        Path model = Files.createSymbolicLink(
                unpacked.resolve(TINY + digest), MoonshineFixture.packed(TINY).toRealPath());
        Path prepared = Files.createDirectory(directory.resolve("prepared"));
        Path former = Files.createDirectory(prepared.resolve(TINY + "-fedcba9876543210" + digest));
        Files.writeString(former.resolve(OptimizedDecoder.STEP), "of another version");
        Path ofAConfiguredModel = Files.createDirectory(prepared.resolve(TINY + "-own" + digest));
        Path ofAnotherModel = Files.createDirectory(prepared.resolve("moonshine-base-es" + digest + digest));
        DataDirectory data = LockedDataDirectory.in(directory);
        new GraphOptimizer(environment, model.toRealPath(), "en", data).load().close();
        assertThat(former).as("the model is a configured one").exists();
        Path inUnpacked = directory.toRealPath().resolve("unpacked").resolve(model.getFileName());
        new GraphOptimizer(environment, inUnpacked, "en", data).load().close();
        assertThat(former).doesNotExist();
        assertThat(kept(directory)).contains(ofAConfiguredModel, ofAnotherModel).hasSize(4);
    }

    @Test
    void usesThePublishedGraphsOfAnUnexpectedModel(@TempDir Path directory) throws IOException, OrtException {
        Path other = Files.createDirectories(directory.resolve("other"));
        Files.copy(MoonshineFixture.packed(TINY).resolve(MergedDecoder.DECODER), other.resolve(MergedDecoder.DECODER));
        try (InputStream content =
                Files.newInputStream(MoonshineFixture.packed(TINY).resolve(MergedDecoder.ENCODER))) {
            ModelProto.Builder encoder = ModelProto.parseFrom(content).toBuilder();
            encoder.getGraphBuilder().getNodeBuilderList().forEach(NodeProto.Builder::clearName);
            Files.write(other.resolve(MergedDecoder.ENCODER), encoder.build().toByteArray());
        }
        assertThat(load(other, directory)).isEqualTo(MergedDecoder.class);
        assertThat(kept(directory)).isEmpty();
    }

    private Class<?> load(Path model, Path directory) throws IOException, OrtException {
        try (Decoder decoder = new GraphOptimizer(
                        environment, model, "en", new DataDirectory(new StorageSettings(directory)))
                .load()) {
            return decoder.getClass();
        }
    }

    private static List<Path> kept(Path directory) throws IOException {
        try (Stream<Path> kept = Files.list(directory.resolve("prepared"))) {
            return kept.toList();
        }
    }
}
