package dev.escriba.it;

import dev.escriba.it.server.Row;

/** See {@link OnServer}. */
class OnOpenLiberty extends OnServer {

    OnOpenLiberty() {
        super(Row.OPEN_LIBERTY);
    }
}
