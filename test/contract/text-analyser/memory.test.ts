import { createInProcessAnalyser } from '../../../src/adapters/memory/text-analyser.ts';
import { describeTextAnalyser } from './behaviour.ts';

describeTextAnalyser('in process', createInProcessAnalyser);
