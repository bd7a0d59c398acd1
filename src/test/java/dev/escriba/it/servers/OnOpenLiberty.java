package dev.escriba.it.servers;

import dev.escriba.it.servers.process.Row;

/** See {@link OnServer}. */
class OnOpenLiberty extends OnServer {

    OnOpenLiberty() {
        super(Row.OPEN_LIBERTY);
    }
}
