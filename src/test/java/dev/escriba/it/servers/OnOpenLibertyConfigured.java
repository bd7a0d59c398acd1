package dev.escriba.it.servers;

import dev.escriba.it.servers.process.Row;

/** See {@link OnServerConfigured}. */
class OnOpenLibertyConfigured extends OnServerConfigured {

    OnOpenLibertyConfigured() {
        super(Row.OPEN_LIBERTY);
    }
}
