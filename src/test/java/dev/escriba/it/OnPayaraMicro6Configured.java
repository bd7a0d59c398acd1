package dev.escriba.it;

import dev.escriba.it.server.Row;

/** See {@link OnServerConfigured}. */
class OnPayaraMicro6Configured extends OnServerConfigured {

    OnPayaraMicro6Configured() {
        super(Row.PAYARA_MICRO_6);
    }
}
