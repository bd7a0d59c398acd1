package dev.escriba.transcription.boundary;

import dev.escriba.problem.entity.Problem;

/** The problem of a run in the words of the hub, where the recording is at fault. */
final class RecordingProblem {

    private RecordingProblem() {}

    /**
     * The same problem, with the field that names the recording in the request. A recording that no model takes is a
     * wrong field for the hub, which has no status 413.
     *
     * @param field of the request
     */
    static Problem named(Problem problem, String field) {
        if (problem.status() != 413) {
            return problem.renamed("File", field);
        }
        Problem named = Problem.invalid(field, "model.file-too-large");
        named.initCause(problem);
        return named;
    }
}
