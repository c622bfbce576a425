import { runStub } from '@payserver/provider-stub/run';
import { createAlipay } from './protocol.ts';

// Plays Alipay's gateway. It shares no code with the connector that calls it: docs and published vectors only.
runStub('alipay-stub', createAlipay, { hasTls: false });
