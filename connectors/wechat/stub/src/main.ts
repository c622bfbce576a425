import { runStub } from '@payserver/provider-stub/run';
import { createWechat } from './protocol.ts';

// Plays WeChat Pay, V2 and V3. It shares no code with the connector that calls it: docs and published vectors only.
runStub('wechat-stub', createWechat, { hasTls: true });
