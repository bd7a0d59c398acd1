package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.speech.moonshine.graph.Architecture;
import dev.escriba.speech.moonshine.graph.EncoderGraph;
import dev.escriba.speech.moonshine.graph.PublishedGraph;
import dev.escriba.speech.moonshine.graph.StepGraph;
import dev.escriba.speech.moonshine.graph.UnexpectedGraph;
import dev.escriba.speech.moonshine.graph.WeightFormat;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.PartialFiles;
import dev.escriba.storage.control.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rebuilds the graphs of a model for speed when the model is loaded for the first time. It keeps them below {@code
 * prepared} in the data directory, under a name with the digest of all that they depend on. Before it keeps them,
 * {@link ParityCheck} compares them with the published graphs. Where they differ, or where the model has an unexpected
 * structure, the published graphs are used.
 */
final class GraphOptimizer {

    /** Must be raised with every change to the graphs that are built. */
    private static final String RECIPE = "5";

    /** The name of the directory of a packed model: that of the model, and a digest. */
    private static final Pattern PACKED = Pattern.compile("(.+)-[0-9a-f]{16}");

    private static final Logger LOG = Logger.getLogger(GraphOptimizer.class.getName());

    private final OrtEnvironment environment;
    private final Path model;
    private final String language;
    private final DataDirectory data;
    private final Path prepared;

    GraphOptimizer(OrtEnvironment environment, Path model, String language, DataDirectory data) {
        this.environment = environment;
        this.model = model;
        this.language = language;
        this.data = data;
        prepared = data.directory("prepared");
    }

    /** Returns the decoder with the rebuilt graphs, or with the published ones where rebuilding fails. */
    Decoder load() throws IOException, OrtException {
        WeightFormat weightFormat = WeightFormat.ofThisMachine();
        Path target = prepared.resolve(model.getFileName() + "-" + digest(weightFormat));
        Optional<Decoder> rebuilt = rebuilt(target, weightFormat);
        if (rebuilt.isPresent()) {
            deleteOthers(target);
            return rebuilt.get();
        }
        return new MergedDecoder(environment, model);
    }

    /** Of a packed model alone, whose name has a digest: two configured models may have the same name. */
    private void deleteOthers(Path target) {
        Matcher packed = PACKED.matcher(model.getFileName().toString());
        if (data.file("unpacked").equals(model.getParent()) && packed.matches()) {
            data.deleteOthers(target, packed.group(1));
        }
    }

    private Optional<Decoder> rebuilt(Path target, WeightFormat weightFormat) throws IOException {
        if (Files.isDirectory(target)) {
            try {
                return Optional.of(new OptimizedDecoder(environment, target));
            } catch (OrtException | UnexpectedGraph e) {
                LOG.log(Level.WARNING, () -> target + " is damaged and made anew: " + e.getMessage());
                delete(target);
            }
        }
        try {
            if (!build(target, weightFormat)) {
                return Optional.empty();
            }
            giveMemoryBack();
            return Optional.of(new OptimizedDecoder(environment, target));
        } catch (UnexpectedGraph | OrtException e) {
            LOG.log(Level.WARNING, () -> runsUnprepared() + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Building a graph takes several times its size on the heap, once. Without a collection at this time the process
     * keeps that memory, because an idle service collects seldom.
     */
    private static void giveMemoryBack() {
        System.gc();
    }

    private String runsUnprepared() {
        return "The model " + model.getFileName() + " runs unprepared, which is slow: ";
    }

    private boolean build(Path target, WeightFormat weightFormat) throws IOException, OrtException {
        Path partial = PartialFiles.directory(prepared);
        try (MergedDecoder published = new MergedDecoder(environment, model)) {
            write(published.architecture(), weightFormat, partial);
            try (OptimizedDecoder candidate = new OptimizedDecoder(environment, partial)) {
                ParityCheck parity = ParityCheck.of(published, candidate, Sample.in(language));
                if (!parity.isClose()) {
                    LOG.log(Level.WARNING, () -> runsUnprepared() + parity);
                    return false;
                }
                LOG.log(Level.INFO, () -> "The model " + model.getFileName() + " has been prepared: " + parity);
            }
            PrivateFiles.makePrivate(partial);
            keep(partial, target);
            return true;
        } finally {
            delete(partial);
        }
    }

    /** Writes the rebuilt graphs into a directory. */
    void write(Architecture architecture, WeightFormat weightFormat, Path directory) throws IOException {
        PublishedGraph encoder = PublishedGraph.read(model.resolve(MergedDecoder.ENCODER));
        PublishedGraph decoder = PublishedGraph.read(model.resolve(MergedDecoder.DECODER));
        new EncoderGraph(encoder, decoder, architecture, weightFormat)
                .write(directory.resolve(OptimizedDecoder.ENCODER));
        new StepGraph(decoder, architecture, 1, weightFormat).write(directory.resolve(OptimizedDecoder.STEP));
        if (weightFormat.slots() > 1) {
            new StepGraph(decoder, architecture, weightFormat.slots(), weightFormat)
                    .write(directory.resolve(OptimizedDecoder.STEP_TOGETHER));
        }
    }

    private static void keep(Path partial, Path target) throws IOException {
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            // another process has moved the same content there first
        }
    }

    private static void delete(Path partial) throws IOException {
        for (String graph : OptimizedDecoder.GRAPHS) {
            Files.deleteIfExists(partial.resolve(graph));
        }
        Files.deleteIfExists(partial);
    }

    private String digest(WeightFormat weightFormat) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            String settings = RECIPE + ' ' + environment.getVersion() + ' ' + weightFormat;
            sha256.update(settings.getBytes(StandardCharsets.UTF_8));
            byte[] buffer = new byte[1 << 16];
            for (String file : new String[] {MergedDecoder.ENCODER, MergedDecoder.DECODER}) {
                try (InputStream content = Files.newInputStream(model.resolve(file))) {
                    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                        sha256.update(buffer, 0, n);
                    }
                }
            }
            return HexFormat.of().formatHex(sha256.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
