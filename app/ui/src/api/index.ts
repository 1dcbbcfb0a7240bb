// Every call of the API the pages make, by what it does. A call that writes takes the key of its action.
import { call, get } from './call';
import type * as T from './types';

export { Failure, sentenceOf } from './failure';
export { newKey } from './ids';

const at = encodeURIComponent;

export const topics = () => get<T.Catalogue>('topics');
export const topic = (id: string) => get<T.Topic>(`topics/${at(id)}`);
export const progressOf = (user: string) => get<T.Progress>(`progress/${at(user)}`);
export const exercises = () => get<T.Exercises>('exercises');
export const project = (module: string) => get<T.Project>(`projects/${at(module)}`);
export const placement = () => get<T.Placement>('placement');
export const answerPlacement = (key: string, answers: T.PlacementAnswer[]) =>
  call<T.Placement>({ method: 'POST', path: 'placement', key, body: { answers } });
export const review = () => get<T.Review>('review');
export const answerReview = (key: string, body: T.ReviewAnswer) =>
  call<T.ReviewResult>({ method: 'POST', path: 'review/answers', key, body });
export const ticket = () => call<T.Ticket>({ method: 'POST', path: 'realtime/tickets' });

export const execute = (body: T.Execute) => call<T.RunResult>({ method: 'POST', path: 'execute', body });
export const executeSteps = (body: T.ExecuteSteps) =>
  call<T.Steps>({ method: 'POST', path: 'execute/steps', body });
export const submit = (key: string, exercise_id: string, answer: string) =>
  call<T.SubmissionResult>({ method: 'POST', path: 'exercises/submit', key, body: { exercise_id, answer } });
export const answerQuiz = (key: string, topic: string, body: T.QuizAnswers) =>
  call<T.QuizResult>({ method: 'POST', path: `quizzes/${at(topic)}/answers`, key, body });

export const classes = () => get<T.Classes>('classes');
export const live = (id: string) => get<T.LiveView>(`classes/${at(id)}/live`);
export const alerts = (id: string) => get<T.Alerts>(`classes/${at(id)}/alerts`);
export const markAlert = (id: string, alert: string, useful: boolean) =>
  call<T.Alert>({ method: 'PUT', path: `classes/${at(id)}/alerts/${at(alert)}/mark`, body: { useful } });
export const addClass = (key: string, name: string, time_zone: string) =>
  call<T.Class>({ method: 'POST', path: 'classes', key, body: { name, time_zone } });
export const addStudents = (key: string, id: string, students: T.NewStudent[]) =>
  call<T.Credentials>({ method: 'POST', path: `classes/${at(id)}/students`, key, body: { students } });
export const resetStudent = (key: string, id: string, student: string) =>
  call<T.Credentials>({ method: 'POST', path: `classes/${at(id)}/students/${at(student)}/reset`, key });
export const removeStudent = (id: string, student: string) =>
  call<void>({ method: 'DELETE', path: `classes/${at(id)}/students/${at(student)}` });
export const addExercise = (key: string, body: T.NewExercise) =>
  call<T.Exercise>({ method: 'POST', path: 'exercises', key, body });

export const tutor = () => get<T.TutorState>('tutor');
export const ask = (key: string, body: T.Ask) => call<T.Asked>({ method: 'POST', path: 'query', key, body });
export const explain = (key: string, body: T.Explain) =>
  call<T.Asked>({ method: 'POST', path: 'concepts/explain', key, body });
export const analyzeReview = (key: string, body: T.Analyze) =>
  call<T.Asked>({ method: 'POST', path: 'review/analyze', key, body });
export const analyzeDebug = (key: string, body: T.Analyze) =>
  call<T.Asked>({ method: 'POST', path: 'debug/analyze', key, body });
export const wantExercise = (key: string, body: T.WantExercise) =>
  call<T.Asked>({ method: 'POST', path: 'exercises/generate', key, body });
export const question = (id: string) => get<T.Turn>(`query/${at(id)}`);
export const openRung = (key: string, id: string) =>
  call<T.Rung>({ method: 'POST', path: `query/${at(id)}/rungs`, key });
export const chat = (before?: string) => get<T.Chat>(`chat${older(before)}`);

export const tutorOfClass = (id: string) => get<T.TutorSwitch>(`classes/${at(id)}/tutor`);
export const switchTutor = (id: string, mode: T.TutorMode) =>
  call<T.TutorSwitch>({ method: 'PUT', path: `classes/${at(id)}/tutor`, body: { mode } });
export const conversations = (id: string) => get<T.Conversations>(`classes/${at(id)}/conversations`);
export const conversation = (id: string, student: string, before?: string) =>
  get<T.Conversation>(`classes/${at(id)}/conversations/${at(student)}${older(before)}`);

const older = (before: string | undefined) => (before ? `?before=${at(before)}` : '');
