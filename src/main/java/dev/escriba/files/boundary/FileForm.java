package dev.escriba.files.boundary;

import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.MultipartBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads the part {@code formFile} of a multipart request, in any case. Of several the first counts. */
@ApplicationScoped
class FileForm {

    static final String PART = "formFile";

    @Inject
    Uploads uploads;

    /**
     * Reads a request to its end. The caller closes the upload.
     *
     * @param contentType {@code null} where the request has no body
     * @throws Problem 400 where the part is missing, empty or too large
     */
    Upload read(InputStream content, String contentType) {
        if (contentType == null) {
            throw Problem.invalid(PART, "file.missing");
        }
        MultipartBody body = MultipartBody.of(content, contentType);
        Optional<Upload> upload = Optional.empty();
        boolean complete = false;
        try {
            for (Optional<MultipartBody.Part> part = body.next(); part.isPresent(); part = body.next()) {
                if (upload.isEmpty() && part.get().name().orElse("").equalsIgnoreCase(PART)) {
                    upload = Optional.of(uploads.receive(
                            part.get().content(), part.get().fileName().orElse("")));
                }
            }
            complete = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Problem problem) {
            throw problem.renamed("File", PART);
        } finally {
            if (!complete) {
                upload.ifPresent(Upload::close);
            }
            body.discard();
        }
        return upload.orElseThrow(() -> Problem.invalid(PART, "file.missing"));
    }
}
