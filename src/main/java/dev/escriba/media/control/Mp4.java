package dev.escriba.media.control;

import dev.escriba.media.entity.MediaFormat;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognises MP4 and related formats (M4A, 3GPP, fragments with their index) by brand. Files from the time before
 * brands are recognised by their boxes.
 */
final class Mp4 {

    private static final int MAX_BRANDS = 64;
    private static final int MAX_BOXES = 32;

    /**
     * Without {@code qt}, the brand of QuickTime, and without the brands of pictures, which have the same
     * boxes.
     */
    private static final Pattern BRAND = Pattern.compile(
            "iso[0-9a-m]|mp4[12]|mp71|mmp4|M4[ABPV].|avc1|dash|msdh|cmf.|F4[AV] |f4[av]. |3g[a-z2][0-9a-z]|MSNV|ND..|XAVC|caqv");

    private static final Set<String> LEADING = Set.of("free", "skip", "wide", "pnot", "uuid");

    private Mp4() {}

    /** MP4, or QuickTime by its brand; empty for other content. */
    static Optional<MediaFormat> recognise(Content content) throws IOException {
        long offset = 0;
        for (int boxes = 0; boxes < MAX_BOXES; boxes++) {
            long size = size(content, offset);
            String type = content.word(offset + 4, 4);
            if (size < 8) {
                return Optional.empty();
            }
            if (type.equals("ftyp")) {
                return byBrand(content.word(offset + 8, (int) Math.min(size - 8, 4L * MAX_BRANDS)));
            }
            if (type.equals("moov") || type.equals("mdat")) {
                return Optional.of(MediaFormat.MP4);
            }
            if (!LEADING.contains(type)) {
                return Optional.empty();
            }
            offset += size;
        }
        return Optional.empty();
    }

    private static long size(Content content, long offset) throws IOException {
        long size = content.unsignedInt(offset);
        if (size == 0) {
            return content.size() - offset;
        }
        // the lower half of a 64-bit size is enough for an upload
        return size == 1 ? content.unsignedInt(offset + 12) : size;
    }

    private static Optional<MediaFormat> byBrand(String brands) {
        for (int i = 0; i + 4 <= brands.length(); i += 4) {
            // a version number is between the major brand and the compatible ones
            if (i != 4 && BRAND.matcher(brands.substring(i, i + 4)).matches()) {
                return isPicture(brands) ? Optional.empty() : Optional.of(MediaFormat.MP4);
            }
        }
        return brands.startsWith("qt  ") ? Optional.of(MediaFormat.QUICKTIME) : Optional.empty();
    }

    private static boolean isPicture(String brands) {
        return brands.startsWith("hei")
                || brands.startsWith("hev")
                || brands.startsWith("avi")
                || brands.startsWith("mif");
    }
}
