package dev.escriba.it;

import dev.escriba.it.server.Row;

/** See {@link OnServerConfigured}. */
class OnOpenLibertyConfigured extends OnServerConfigured {

    OnOpenLibertyConfigured() {
        super(Row.OPEN_LIBERTY);
    }
}
