// Short names for the API's bodies. They are generated from the server's description: see README.
import type { components } from './schema';

type Schemas = components['schemas'];

export type Session = Schemas['Session'];
export type User = Schemas['User'];
export type Ticket = Schemas['Ticket'];
/** The kinds of `contracts/src/problem.rs`; their generated names are those of Rust, not those on the wire. */
export type ProblemName =
  | 'malformed'
  | 'sign-in'
  | 'wrong-credentials'
  | 'not-allowed'
  | 'not-found'
  | 'wrong-method'
  | 'conflict'
  | 'too-large'
  | 'wrong-media-type'
  | 'invalid'
  | 'key-reused'
  | 'too-many-tries'
  | 'busy'
  | 'internal';
export type Problem = Omit<Schemas['Problem'], 'type'> & { type: `urn:learnflow:problem:${ProblemName}` };
export type Catalogue = Schemas['Catalogue'];
export type Module = Schemas['Module'];
export type TopicSummary = Schemas['TopicSummary'];
export type Topic = Schemas['Topic'];
export type Mistake = Schemas['Mistake'];
export type Quiz = Schemas['Quiz'];
export type Question = Schemas['Question'];
export type QuizResult = Schemas['QuizResult'];
export type Exercise = Schemas['Exercise'];
export type ExerciseKind = Schemas['ExerciseKind'];
export type Difficulty = Schemas['Difficulty'];
export type ShownTest = Schemas['ShownTest'];
export type TestReport = Schemas['TestReport'];
export type SubmissionResult = Schemas['SubmissionResult'];
export type Exercises = Schemas['Exercises'];
export type RunResult = Schemas['RunResult'];
export type RunOutcome = Schemas['RunOutcome'];
export type PythonError = Schemas['PythonError'];
export type RunStatus = Schemas['RunStatus'];
export type OutputStream = Schemas['OutputStream'];
export type Progress = Schemas['Progress'];
export type TopicProgress = Schemas['TopicProgress'];
export type MasteryScore = Schemas['MasteryScore'];
export type MasteryPart = Schemas['MasteryPart'];
export type Level = Schemas['Level'];
export type Class = Schemas['Class'];
export type Classes = Schemas['Classes'];
export type Credential = Schemas['Credential'];
export type Credentials = Schemas['Credentials'];
export type LiveView = Schemas['LiveView'];
export type LiveStudent = Schemas['LiveStudent'];
export type LastResult = Schemas['LastResult'];
export type FromStudent = Schemas['FromStudent'];
export type ToStudent = Schemas['ToStudent'];
export type ToTeacher = Schemas['ToTeacher'];
export type QuizAnswers = Schemas['QuizAnswers'];
export type Execute = Schemas['Execute'];
export type NewExercise = Schemas['NewExercise'];
export type NewTest = Schemas['NewTest'];
export type NewCheck = Schemas['NewCheck'];
export type NewStudent = Schemas['NewStudent'];
