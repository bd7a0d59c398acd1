package dev.escriba.media;

import static dev.escriba.media.Binary.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Playlists and documents that refer to other files; {@code place} is a path or an address. */
final class HostileText {

    private HostileText() {}

    static byte[] hls(String place) {
        return bytes("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n" + place + "\n#EXT-X-ENDLIST\n");
    }

    static byte[] hlsWithKeyAndMap(String place) {
        return bytes("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-KEY:METHOD=AES-128,URI=\"" + place
                + "\"\n#EXT-X-MAP:URI=\"" + place + "\"\n#EXTINF:4,\n" + place + "\n#EXT-X-ENDLIST\n");
    }

    static byte[] dash(String place) {
        return bytes("<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\""
                + " mediaPresentationDuration=\"PT4S\"><Period><AdaptationSet mimeType=\"audio/mp4\"><Representation id=\"0\""
                + " bandwidth=\"1\"><BaseURL>" + place
                + "</BaseURL></Representation></AdaptationSet></Period></MPD>\n");
    }

    static byte[] ffconcat(String place) {
        return bytes("ffconcat version 1.0\nfile '" + place + "'\n");
    }

    static byte[] playlistInMp4(String place) {
        return bytes(HostileMp4.box("ftyp", "M4A ", 0, "M4A "), HostileMp4.box("mdat", hls(place)));
    }

    static byte[] sdp(String place) {
        return bytes("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\na=control:" + place
                + "\nm=audio 5004 RTP/AVP 0\n");
    }

    static byte[] html(String place) {
        return bytes("<!DOCTYPE html><html><audio src=\"" + place + "\"></audio></html>\n");
    }

    static byte[] svg(String place) {
        return bytes("<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY a SYSTEM \"" + place
                + "\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"" + place
                + "\"/><text>&a;</text></svg>\n");
    }

    static byte[] zip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("../../talk.wav"));
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
