package dev.escriba.media.entity;

/** A container format that content can be recognised as. */
public enum MediaFormat {
    MP3,
    MP4,
    MPEG,
    WAV,
    WEBM,
    FLAC,
    OGG
}
