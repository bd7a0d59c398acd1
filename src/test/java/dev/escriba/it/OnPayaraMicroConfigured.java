package dev.escriba.it;

import dev.escriba.it.server.Row;

/** See {@link OnServerConfigured}. */
class OnPayaraMicroConfigured extends OnServerConfigured {

    OnPayaraMicroConfigured() {
        super(Row.PAYARA_MICRO_7);
    }
}
