import { IConstruct } from 'constructs';
import { ContainerPlan } from './container-plan';
import { ImageTable } from '../settings/image-table';
import { ProgramName, PROGRAMS } from '../settings/known-programs';
import { SecurityBaseline } from '../settings/security-baseline';

/** The image of a program, the user's or that of the table, and the baseline with the user that it runs as. */
export function programImage(owner: IConstruct, name: ProgramName, image?: string): Required<Pick<ContainerPlan, 'image' | 'security'>> {
  return { image: image ?? ImageTable._for(owner)._image(name), security: SecurityBaseline._for(owner, PROGRAMS[name].user) };
}
