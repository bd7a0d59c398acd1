package dev.escriba.transcription.boundary;

import dev.escriba.files.control.StoredFiles;
import dev.escriba.files.entity.StoredFile;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import dev.escriba.transcription.control.RecordingSource;
import java.util.Optional;
import java.util.UUID;

/** A stored file as the recording of a run. It is read from the database when the run has its place. */
final class StoredRecording implements RecordingSource, AutoCloseable {

    private final StoredFiles files;
    private final Caller caller;
    private final UUID id;
    private Optional<StoredFile> file = Optional.empty();
    private Optional<Upload> upload = Optional.empty();

    StoredRecording(StoredFiles files, Caller caller, UUID id) {
        this.files = files;
        this.caller = caller;
        this.id = id;
    }

    @Override
    public void require() {
        file = files.find(caller, id);
        if (file.isEmpty()) {
            throw unknown();
        }
    }

    @Override
    public long bytes() {
        return file.orElseThrow(StoredRecording::unknown).bytes();
    }

    @Override
    public Upload open() {
        Upload opened = files.upload(file.orElseThrow(StoredRecording::unknown));
        upload = Optional.of(opened);
        return opened;
    }

    private static Problem unknown() {
        return Problem.at("FileId", 404, "file.unknown");
    }

    @Override
    public void close() {
        upload.ifPresent(Upload::close);
    }
}
