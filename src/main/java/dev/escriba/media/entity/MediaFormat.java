package dev.escriba.media.entity;

import java.util.Map;
import java.util.Set;

/** The container formats that are recognised by content. */
public enum MediaFormat {
    MP3("mp3", Decoders.MPEG_AUDIO, "mp3,mpga"),
    /** MPEG audio of layers I and II, without a container. */
    MPGA("mp3", Decoders.MPEG_AUDIO, "mpga,mpeg"),
    MP4("mp4", Decoders.MP4, "mp4,m4a"),
    /** The MPEG program stream. */
    MPEG("mpeg", Decoders.MPEG, "mpeg"),
    /** The MPEG transport stream. Its files have the same names as those of the program stream. */
    MPEG_TS("mpegts", Decoders.MPEG, "mpeg"),
    WAV("wav", Decoders.WAV, "wav"),
    WEBM("webm", Decoders.WEBM, "webm"),
    FLAC("flac", "flac", "flac"),
    OGG("ogg", Decoders.OGG, "ogg"),
    /** The format that MP4 comes from. It has the same boxes and the same demuxer. */
    QUICKTIME("mp4", Decoders.MP4, "mov");

    /** Codecs whose names differ from those of their decoders. */
    private static final Map<String, String> DECODERS_BY_CODEC =
            Map.of("amr_nb", "amrnb", "amr_wb", "amrwb", "adpcm_g722", "g722", "adpcm_g726", "g726");

    private final String demuxer;
    private final String decoders;
    private final String names;

    MediaFormat(String demuxer, String decoders, String names) {
        this.demuxer = demuxer;
        this.decoders = decoders;
        this.names = names;
    }

    /** The only ffmpeg demuxer that may open this format. */
    public String demuxer() {
        return demuxer;
    }

    /** The ffmpeg audio decoders that may decode this format, separated by commas. */
    public String decoders() {
        return decoders;
    }

    /** Whether one of the decoders decodes this codec. */
    public boolean decodes(String codec) {
        return Set.of(decoders.split(",")).contains(DECODERS_BY_CODEC.getOrDefault(codec, codec));
    }

    /** Whether the content has the structure of MP4. */
    public boolean hasBoxes() {
        return this == MP4 || this == QUICKTIME;
    }

    /** The names of the contract under which this format is accepted. */
    public Set<String> names() {
        return Set.of(names.split(","));
    }

    /**
     * The decoders of the codecs that recordings in a container have, and no others: a crafted file can reach every
     * decoder's code.
     */
    private static final class Decoders {
        static final String MPEG_AUDIO = "mp1,mp1float,mp2,mp2float,mp3,mp3float";
        static final String PCM = "pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,"
                + "pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_alaw,pcm_mulaw";
        static final String OPUS = "opus,libopus";
        static final String MP4 = "aac,alac,ac3,eac3,flac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb," + MPEG_AUDIO
                + "," + OPUS + "," + PCM;
        static final String MPEG = MPEG_AUDIO + ",aac,aac_latm,ac3,eac3,pcm_dvd";
        static final String WAV = PCM + "," + MPEG_AUDIO + ",adpcm_ms,adpcm_ima_wav,gsm_ms,g722,g726";
        static final String WEBM = OPUS + ",vorbis";
        static final String OGG = OPUS + ",vorbis,flac,speex,libspeex";
    }
}
