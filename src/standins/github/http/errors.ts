// GitHub's way of saying no: a status, a message and, for invalid fields, a list of errors.

export interface FieldError {
  resource: string;
  field?: string;
  code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'custom';
  message?: string;
}

export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 422;
  readonly errors: FieldError[] | string[] | undefined;

  constructor(status: Refusal['status'], message: string, errors?: FieldError[] | string[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }

  /** The body of the answer. */
  body(): Record<string, unknown> {
    return {
      message: this.message,
      ...(this.errors && { errors: this.errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    };
  }
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

export function badCredentials(): Refusal {
  return new Refusal(401, 'Bad credentials');
}

export function suspended(): Refusal {
  return new Refusal(403, 'This installation has been suspended');
}

export function notAccessible(): Refusal {
  return new Refusal(403, 'Resource not accessible by integration');
}

export function validationFailed(error: FieldError): Refusal {
  return new Refusal(422, 'Validation Failed', [error]);
}
