package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.escriba.speech.moonshine.graph.Architecture;
import dev.escriba.speech.onnx.Sessions;
import java.nio.file.Path;
import java.util.List;

/**
 * The decoder with the published graphs, {@value #ENCODER} and {@value #DECODER}. It works for every model of the
 * family, is slow, and tells no attention.
 */
final class MergedDecoder implements Decoder {

    static final String ENCODER = "encoder_model.onnx";
    static final String DECODER = "decoder_model_merged.onnx";

    private final OrtEnvironment environment;
    private final OrtSession encoder;
    private final OrtSession decoder;
    private final Architecture architecture;

    MergedDecoder(OrtEnvironment environment, Path directory) throws OrtException {
        this.environment = environment;
        encoder = Sessions.open(environment, directory.resolve(ENCODER));
        try {
            decoder = Sessions.open(environment, directory.resolve(DECODER));
        } catch (OrtException e) {
            encoder.close();
            throw e;
        }
        architecture = Architecture.of(decoder);
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public boolean tellsAttention() {
        return false;
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public DecodingSession open(int slots, List<AlignmentHead> heads) throws OrtException {
        return new MergedDecodingSession(environment, encoder, decoder, architecture, slots);
    }

    @Override
    public void close() throws OrtException {
        decoder.close();
        encoder.close();
    }
}
