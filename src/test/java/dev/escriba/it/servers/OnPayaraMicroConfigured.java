package dev.escriba.it.servers;

import dev.escriba.it.servers.process.Row;

/** See {@link OnServerConfigured}. */
class OnPayaraMicroConfigured extends OnServerConfigured {

    OnPayaraMicroConfigured() {
        super(Row.PAYARA_MICRO_7);
    }
}
